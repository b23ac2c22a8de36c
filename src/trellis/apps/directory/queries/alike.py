"""Records that may be two of one thing: found by what they share, with the reasons in words."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy

from trellis.apps.directory.models import (
    Contact,
    Location,
    MergeProposal,
    NotTheSame,
    Organization,
    RecordKind,
    Service,
    ServiceAtLocation,
)
from trellis.apps.directory.models.gazetteer import name_key
from trellis.apps.directory.models.vocabulary import Status, Visibility
from trellis.kernels.geo import distance
from trellis.kernels.text import damerau

ENOUGH = 50
"""Points from which two records are shown as a pair to look at. One shared thing alone is never enough."""

NEAR_METRES = 150
MOST_IN_A_BLOCK = 12
"""A phone number that more records share than this is a switchboard, and says nothing."""

_COMMON = frozenset(["the", "a", "an", "of", "for", "and", "in", "at", "on", "group", "club", "centre", "center", "community", "society"])
_REASONS = {
    "same_name": (40, gettext_lazy("They have the same name.")),
    "like_name": (25, gettext_lazy("They have nearly the same name.")),
    "phone": (30, gettext_lazy("They have the same phone number.")),
    "website": (25, gettext_lazy("They have the same website.")),
    "email": (25, gettext_lazy("They have the same e-mail address.")),
    "address": (20, gettext_lazy("They are at the same address.")),
    "near": (10, gettext_lazy("They are close to each other.")),
}
"""What two records can share: how many points it gives, and the words for it."""


@dataclass(frozen=True)
class Pair:
    """Two records that may be one, and why."""

    kind: str
    first: Any
    second: Any
    points: int
    reasons: tuple[str, ...]

    @property
    def why(self) -> list[str]:
        """The reasons, a sentence each."""
        return [str(_REASONS[code][1]) for code in self.reasons]


@dataclass
class Marks:
    """What a record can be recognised by."""

    row: Any
    name: str
    words: frozenset[str]
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    website: str = ""
    addresses: set[str] = field(default_factory=set)
    positions: list[tuple[float, float]] = field(default_factory=list)


def phone_key(number: str) -> str:
    """A number as numbers are compared: its last nine digits."""
    digits = re.sub(r"\D", "", number)
    return digits[-9:] if len(digits) >= 9 else ""


def website_key(address: str) -> str:
    """A website without https://, www. and the last slash."""
    parts = urlsplit(address.strip().lower() if "//" in address else f"//{address.strip().lower()}")
    return (parts.netloc.removeprefix("www.") + parts.path.rstrip("/")) if "." in parts.netloc else ""


def likeness(first: str, second: str) -> str:
    """How alike two names are: "same_name", "like_name" or ""."""
    one, other = name_key(first), name_key(second)
    if not one or not other:
        return ""
    if one == other or sorted(one.split()) == sorted(other.split()):
        return "same_name"
    if len(one) > 7 and damerau(one, other, 2) <= 2:
        return "like_name"
    a, b = set(one.split()) - _COMMON, set(other.split()) - _COMMON
    if a and b and (a <= b or b <= a) and len(a & b) >= 2:
        return "like_name"
    return "like_name" if a and b and len(a & b) / len(a | b) >= 0.6 else ""


def pairs(kind: RecordKind, *, most: int = 50) -> list[Pair]:
    """Pairs of running records to look at, the likeliest first; without those that somebody has decided about."""
    marks = [_marks(row) for row in _rows(kind)]
    decided = _decided(kind)
    found = []
    for one, other in _together(marks):
        if frozenset((one.row.pk, other.row.pk)) not in decided:
            pair = _judged(kind, one, other)
            if pair is not None:
                found.append(pair)
    return sorted(found, key=lambda each: (-each.points, each.first.name, each.first.pk))[:most]


def pair_of(kind: RecordKind, first_id: uuid.UUID, second_id: uuid.UUID) -> Pair | None:
    """These two, with what they share; None when one of them is not there."""
    rows = {row.pk: row for row in _rows(kind, [first_id, second_id])}
    if len(rows) != 2:
        return None
    one, other = _marks(rows[first_id]), _marks(rows[second_id])
    codes = _shared(one, other)
    return Pair(kind, one.row, other.row, sum(_REASONS[code][0] for code in codes), tuple(codes))


def alike(name: str, *, town: str = "", postal_code: str = "", most: int = 5) -> list[Organization]:
    """Running organizations that somebody may mean by this name: alike by name, those of the same town first."""
    wanted = set(name_key(name).split()) - _COMMON or set(name_key(name).split())
    if not wanted:
        return []
    found: list[tuple[int, str, Organization]] = []
    places = Prefetch("locations", Location.objects.filter(confidential=False))
    for row in _named_with(wanted).prefetch_related(places):
        how = likeness(name, row.name) or likeness(name, row.alternate_name)
        if how:
            here = {name_key(each.city) for each in row.locations.all()} | {each.postal_code.casefold() for each in row.locations.all()}
            near = (name_key(town) in here if town else False) or (postal_code.casefold() in here if postal_code else False)
            found.append((_REASONS[how][0] + (20 if near else 0), row.name, row))
    return [row for _points, _name, row in sorted(found, key=lambda each: (-each[0], each[1], each[2].pk))[:most]]


def _named_with(words: Iterable[str]):
    """Running organizations whose name has one of the words as people write it, or begins like one of them."""
    wanted = Q()
    for word in sorted(words, key=len, reverse=True)[:4]:
        stem = word[: max(3, len(word) - 2)]
        wanted |= Q(name__icontains=stem) | Q(alternate_name__icontains=stem)
    return Organization.objects.filter(wanted, status=Status.ACTIVE)[:200]


def _rows(kind: RecordKind, ids: Iterable[uuid.UUID] | None = None) -> Iterable[Any]:
    contacts = Prefetch("contacts", Contact.objects.filter(visibility=Visibility.PUBLIC))
    if kind == RecordKind.ORGANIZATION:
        rows = Organization.objects.filter(status=Status.ACTIVE)
        rows = rows.prefetch_related(contacts, Prefetch("locations", Location.objects.filter(confidential=False)))
    else:
        places = ServiceAtLocation.objects.filter(location__confidential=False).select_related("location")
        rows = Service.objects.filter(status__in=(Status.ACTIVE, Status.TEMPORARILY_CLOSED)).select_related("organization")
        rows = rows.prefetch_related(contacts, Prefetch("at_locations", places))
    return rows.filter(pk__in=list(ids)) if ids is not None else rows


def _marks(row: Any) -> Marks:
    contacts = list(row.contacts.all())
    places = list(row.locations.all()) if isinstance(row, Organization) else [each.location for each in row.at_locations.all()]
    return Marks(
        row=row,
        name=row.name,
        words=frozenset(name_key(row.name).split()) - _COMMON,
        phones={key for each in contacts if (key := phone_key(each.phone))},
        emails={each.strip().casefold() for each in [row.email, *(contact.email for contact in contacts)] if each},
        website=website_key(row.website),
        addresses={
            f"{name_key(each.address_1)} {each.postal_code.replace(' ', '').casefold()}"
            for each in places
            if each.address_1 and each.postal_code
        },
        positions=[(each.latitude, each.longitude) for each in places if each.latitude is not None and not each.approximate],
    )


def _together(marks: list[Marks]) -> Iterable[tuple[Marks, Marks]]:
    """Every two records that share something, once."""
    blocks: dict[tuple[str, str], list[Marks]] = defaultdict(list)
    for each in marks:
        keys = [("phone", key) for key in each.phones] + [("email", key) for key in each.emails] + [("at", key) for key in each.addresses]
        keys += [("site", each.website)] if each.website else []
        ordered = sorted(each.words)
        keys += [("words", " ".join(ordered))] if ordered else []
        keys += [("words", f"{one} {other}") for one, other in combinations(ordered[:6], 2)]
        for key in keys:
            blocks[key].append(each)
    seen = set()
    for block in blocks.values():
        if 1 < len(block) <= MOST_IN_A_BLOCK:
            for one, other in combinations(block, 2):
                key = frozenset((one.row.pk, other.row.pk))
                if len(key) == 2 and key not in seen:
                    seen.add(key)
                    yield one, other


def _judged(kind: RecordKind, one: Marks, other: Marks) -> Pair | None:
    codes = _shared(one, other)
    named_alike = "same_name" in codes or "like_name" in codes
    if kind == RecordKind.SERVICE and not named_alike:
        return None  # one house offers many things under one number
    if kind == RecordKind.SERVICE and one.row.organization_id == other.row.organization_id and "same_name" not in codes:
        return None
    points = sum(_REASONS[code][0] for code in codes)
    return Pair(kind, one.row, other.row, points, tuple(codes)) if points >= ENOUGH else None


def _shared(one: Marks, other: Marks) -> list[str]:
    found = [likeness(one.name, other.name)]
    found += ["phone"] if one.phones & other.phones else []
    found += ["website"] if one.website and one.website == other.website else []
    found += ["email"] if one.emails & other.emails else []
    if one.addresses & other.addresses:
        found.append("address")
    elif any(distance(*a, *b) <= NEAR_METRES for a in one.positions for b in other.positions):
        found.append("near")
    return [code for code in found if code]


def _decided(kind: RecordKind) -> set[frozenset]:
    apart = NotTheSame.objects.filter(kind=kind).values_list("first_id", "second_id")
    held = (MergeProposal.State.PROPOSED, MergeProposal.State.MERGED)
    proposed = MergeProposal.objects.filter(kind=kind, state__in=held).order_by().values_list("keep_id", "drop_id")
    return {frozenset(each) for each in apart.union(proposed)}


def are_apart(one: uuid.UUID, other: uuid.UUID) -> bool:
    """Whether somebody said that these two are not the same."""
    return NotTheSame.objects.filter(first_id__in=(one, other), second_id__in=(one, other)).exists()


def merged_into(record_id: uuid.UUID) -> uuid.UUID | None:
    """The record that this one was made one with, at the end of the chain."""
    seen: set[uuid.UUID] = set()
    kept = None
    while record_id not in seen:
        seen.add(record_id)
        found = MergeProposal.objects.filter(drop_id=record_id, state=MergeProposal.State.MERGED).values_list("keep_id", flat=True).first()
        if found is None:
            break
        kept = record_id = found
    return kept
