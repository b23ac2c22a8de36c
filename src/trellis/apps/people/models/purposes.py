"""What people can say yes to. Each purpose has its words, their version, and the data it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

DATA = {
    "access_needs": _("What you need in order to take part"),
    "languages": _("The languages you speak"),
    "contact": _("How you can be reached"),
    "groups": _("The groups you join together"),
}
"""Sorts of data, by code."""

DPV = "https://w3id.org/dpv#"


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One thing that data may be used for. New words get a new version; what was said yes to stays as it was."""

    code: str
    name: Any
    words: Any
    """What is shown or read aloud, with %(recipient)s."""

    version: str
    data: tuple[str, ...]
    dpv: str
    """The nearest purpose of the W3C Data Privacy Vocabulary."""

    lasts: timedelta | None = None


ACCESS_NEEDS = Purpose(
    code="access_needs",
    name=_("Knowing what I need"),
    words=_(
        "The people who lead %(recipient)s may know what I need in order to take part, and which languages I speak. "
        "They may use it for nothing else."
    ),
    version="2026-11",
    data=("access_needs", "languages"),
    dpv="ServicePersonalisation",
    lasts=timedelta(days=365),
)
BEING_HELPED = Purpose(
    code="being_helped",
    name=_("Being helped on a page"),
    words=_(
        "%(recipient)s may type for me today, for half an hour at most. "
        "They see how I can be reached, what I need, and the groups we join together. "
        "They do not see my letters or my other groups. I get a copy of all that was done, and can take it back."
    ),
    version="2026-11",
    data=("access_needs", "languages", "contact", "groups"),
    dpv="ServiceProvision",
)

PURPOSES = {each.code: each for each in (ACCESS_NEEDS, BEING_HELPED)}


def register_purpose(purpose: Purpose) -> None:
    """Add a purpose; an app does this when it is loaded."""
    if purpose.code in PURPOSES:
        raise TypeError(f"two purposes are called {purpose.code}")
    PURPOSES[purpose.code] = purpose
