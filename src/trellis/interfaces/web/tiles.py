"""Ways into the directory by category, as large targets with the number of things behind them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.core.search.query import Found
from trellis.core.ui.parts import Link
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.choices import CATEGORY_ICONS


def category_tiles(found: Found, asked: Asked) -> list[Link]:
    """Categories in which there is something, each a link to the question with that category."""
    counts = found.facets.get("category", {})
    path = reverse("find")
    return [
        Link(
            label=str(label),
            url=asked.with_filter("category", code).address(path),
            icon=CATEGORY_ICONS[code],
            note=_number(counts[code], found),
        )
        for code, label in CATEGORIES.items()
        if counts.get(code)
    ]


def _number(n: int, found: Found) -> str:
    if found.facets_are_capped:
        return _("at least %(count)d") % {"count": n}
    return ngettext("%(count)d listed", "%(count)d listed", n) % {"count": n}
