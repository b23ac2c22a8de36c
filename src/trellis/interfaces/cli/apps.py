"""The commands of the trellis program."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CliConfig(AppConfig):
    name = "trellis.interfaces.cli"
    label = "cli"
    verbose_name = _("Commands")
    default_auto_field = "django.db.models.BigAutoField"
