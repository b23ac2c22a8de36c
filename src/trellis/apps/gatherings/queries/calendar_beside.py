"""What the pages of the directory say of gatherings: a link to what is on. Said without asking the database."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.beside import Way


def beside_group(row, person, *, now) -> Iterator[Way]:
    """On the page of an organization, and of a group for its members."""
    yield Way(label=_("What’s on"), url=reverse("gatherings-of", args=[row.pk]))
