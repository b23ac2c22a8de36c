"""Which files of installed packages pages are made of."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class PageFiles(StaticFilesConfig):
    """Leaves out scripts that come in the wheels and that no page loads; compressing them took most of the first start."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "htmx-4*", "htmax-*", "htmx-2.js", "ext", "debug.js"]
