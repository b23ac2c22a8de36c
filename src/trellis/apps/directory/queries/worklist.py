"""The keeper's work list: what most people may be misled by, most harmfully, first; with the reasons in words.

A record's weight is the people who see it in a week, times the chance that it is wrong, times the harm if it is.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.apps.directory.models import ConfirmRequest, Mistake, RecordKind, RecordSeen, Service
from trellis.apps.directory.models.vocabulary import Mark, ServiceKind, Status
from trellis.apps.directory.queries.freshness import ASKED_KINDS, chance_wrong, changed_parts, due_part, running
from trellis.apps.directory.queries.misled import HIGH_SHARE, LOW_SHARE, Estimate
from trellis.core.ui.words import ago

WEEKS = 8
LISTED_COUNTS = 0.1
"""How much standing in a list of results counts, beside being opened."""
NEVER_SEEN = 0.2
"""People a week for a record that nobody was counted at: the count is young, and rare is not never."""
REPORT_IS_RIGHT = 0.6
CONTACT_IS_RIGHT = 0.95
BOUNCE_MEANS_WRONG = 0.3
CRISIS = frozenset(("safety", "mind", "housing", "food", "recovery"))


@dataclass(frozen=True)
class Work:
    """One record to look at."""

    kind: str
    row: Any
    people: float
    chance: float
    harm: float
    reasons: tuple[str, ...]
    misled: Estimate = Estimate()
    reported: bool = False

    @property
    def weight(self) -> float:
        return self.people * self.chance * self.harm


@dataclass
class Signs:
    """What is known against a record."""

    opened: int = 0
    listed: int = 0
    reports: int = 0
    by_contact: int = 0
    bounced: bool = False


def work_for(person, *, today: date, most: int = 20, skip: frozenset[uuid.UUID] = frozenset()) -> tuple[list[Work], int]:
    """The heaviest records that a person may keep, and how many there are to look at in all. Six queries."""
    signs = _signs(today)
    found: list[Work] = []
    changed = changed_parts()
    for kind in ASKED_KINDS:
        for row in _own(person, kind):
            if row.pk in skip:
                continue
            told = signs.get(row.pk, Signs())
            parts = changed.get(row.pk, {})
            if told.reports or told.by_contact or told.bounced or _over(row, today) or row.marked or due_part(row, parts, today=today):
                found.append(_weigh(kind, row, told, parts, today))
    found.sort(key=lambda each: (-each.weight, each.row.name, each.row.pk))
    return found[:most], len(found)


def _own(person, kind: RecordKind):
    rows = running(kind).defer("description", "translations", "extra")
    if person.holds("keeper"):
        return rows
    scopes = [scope for scope in person.scopes_of("editor") if scope]
    return rows.filter(**{"pk__in" if kind == RecordKind.ORGANIZATION else "organization_id__in": scopes})


def _signs(today: date) -> dict[uuid.UUID, Signs]:
    found: dict[uuid.UUID, Signs] = defaultdict(Signs)
    seen = RecordSeen.objects.filter(week__gt=today - timedelta(weeks=WEEKS)).values("record_id")
    for each in seen.annotate(n_opened=Sum("opened"), n_listed=Sum("listed")):
        found[each["record_id"]].opened, found[each["record_id"]].listed = each["n_opened"], each["n_listed"]
    sign = Case(When(by_contact=True, then=Value("contact")), default=Value("report"), output_field=CharField())
    waiting = Mistake.objects.filter(state=Mistake.State.WAITING).annotate(sign=sign).order_by().values_list("record_id", "sign")
    bounced = ConfirmRequest.objects.filter(used_at__isnull=True, to__bounced_at__isnull=False)
    came_back = bounced.annotate(sign=Value("bounced", output_field=CharField())).values_list("record_id", "sign")
    for record_id, against in waiting.union(came_back, all=True):
        told = found[record_id]
        told.reports += against == "report"
        told.by_contact += against == "contact"
        told.bounced |= against == "bounced"
    return found


def _over(row: Any, today: date) -> bool:
    """Said to be closed until a day that has passed."""
    return isinstance(row, Service) and row.status == Status.TEMPORARILY_CLOSED and bool(row.closed_until) and row.closed_until < today


def _weigh(kind: RecordKind, row: Any, told: Signs, changed: dict[str, date], today: date) -> Work:
    people = max(NEVER_SEEN, (told.opened + LISTED_COUNTS * told.listed) / WEEKS)
    right = 1 - chance_wrong(row, changed, today=today)
    right *= (1 - REPORT_IS_RIGHT) ** told.reports * (1 - CONTACT_IS_RIGHT) ** told.by_contact
    right *= (1 - BOUNCE_MEANS_WRONG) if told.bounced else 1
    right *= 0.3 if _over(row, today) else 1
    wrongly = told.opened * chance_wrong(row, changed, today=today)
    estimate = Estimate(wrongly * LOW_SHARE, wrongly * HIGH_SHARE, told.opened)
    return Work(
        kind.value,
        row,
        people,
        1 - right,
        _harm(row),
        tuple(_why(row, told, people, today)),
        estimate,
        bool(told.reports or told.by_contact),
    )


def _harm(row: Any) -> float:
    if getattr(row, "sensitive", False):
        return 3.0
    return 2.0 if CRISIS & set(getattr(row, "categories", None) or ()) else 1.0


def _why(row: Any, told: Signs, people: float, today: date):
    if told.by_contact:
        yield _("Its own contact says that something has changed.")
    if told.reports:
        yield ngettext("%(n)d person told us of a mistake.", "%(n)d people told us of a mistake.", told.reports) % {"n": told.reports}
    if told.bounced:
        yield _("Our letter to it came back.")
    if _over(row, today):
        yield _("It is said to be closed until a day that has passed.")
    if row.marked == Mark.HIDDEN:
        yield _("Nobody answered for months. It is left out of search.")
    elif row.marked == Mark.UNCONFIRMED:
        yield _("Nobody answered. Readers see that it is not confirmed.")
    if row.assured_on is None:
        yield _("Nobody has ever confirmed it.")
    else:
        yield _("Last confirmed %(ago)s.") % {"ago": ago(row.assured_on)}
    if people >= 1:
        n = round(people)
        yield ngettext("About %(n)d person sees it in a week.", "About %(n)d people see it in a week.", n) % {"n": n}
    if getattr(row, "sensitive", False):
        yield _("Somebody at risk may rely on it.")
    elif _harm(row) > 1:
        yield _("Somebody in trouble may rely on it.")
    if getattr(row, "kind", "") == ServiceKind.MEETING:
        yield _("Meetings change often.")
