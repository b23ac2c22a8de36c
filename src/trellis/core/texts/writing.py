"""The language in which somebody writes."""

from django.conf import settings
from django.utils.translation import get_language


def written_in() -> str:
    """The language of the page in which somebody is writing: the default of a model's `language`."""
    return get_language() or settings.LANGUAGE_CODE
