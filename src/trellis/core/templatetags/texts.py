"""Template tags for text in several languages."""

from typing import Any

from django import template

from trellis.core.texts import LocalText, localized

register = template.Library()


@register.simple_tag
def localize(obj: Any, field: str) -> LocalText:
    """The field in the reader's language; `as name` gives {{ name }}, {{ name.lang }} and {{ name.machine }}."""
    return localized(obj, field)
