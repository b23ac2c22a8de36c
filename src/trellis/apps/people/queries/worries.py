"""What a worry can be about, and reading one's own worries.

An app says of its own kinds of rows what there was to see and whom it concerns:

    @reportable("talk.comment")
    def a_comment(comment, person) -> Reported: ...

Of rows of any other kind nothing is read: the reference comes from whoever asks, and could name any row there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from trellis.apps.people.models import CaseNote, Worry
from trellis.apps.people.models.worries import RECEIPT_DIGITS, receipt_index
from trellis.core.access import may_see
from trellis.core.people.models import Person
from trellis.core.references import Ref, resolve

LONGEST_ABOUT = 300
SEPARATORS = re.compile(r"[\s\-–.()+]+")


@dataclass(frozen=True, slots=True)
class Reported:
    """What the worry is about: a title for the person, what was there to see, whom it concerns, and another way to go."""

    title: str = ""
    text: str = ""
    people: frozenset = field(default_factory=frozenset)
    other_label: str = ""
    other_url: str = ""


Teller = Callable[[object, object], Reported]
_tellers: dict[str, Teller] = {}


def reportable(kind: str) -> Callable[[Teller], Teller]:
    """Declare what to keep of a row of this kind when somebody is worried about it."""

    def declare(teller: Teller) -> Teller:
        if kind in _tellers:
            raise TypeError(f"somebody has said already what to keep of {kind}")
        _tellers[kind] = teller
        return teller

    return declare


@reportable("core.person")
def a_person(person: Person, reader) -> Reported:
    """Somebody: they must not be the one who looks at it, and nothing of them is told."""
    return Reported(people=frozenset({person.pk}))


def reported(about: str, person) -> Reported:
    """What this person can see of the thing; nothing for what is hidden from them, is not there or is no reference."""
    try:
        ref = Ref.parse(about[:LONGEST_ABOUT])
    except ValueError:
        return Reported()
    teller = _tellers.get(ref.kind)
    row = resolve([ref]).get(ref) if teller is not None else None
    return teller(row, person) if teller is not None and row is not None and may_see(person, row) else Reported()


def local_path(text: str) -> str:
    """The path of a page of this place, without its question; "" for anything else."""
    path = text.split("?")[0].split("#")[0][:LONGEST_ABOUT]
    return path if re.fullmatch(r"/(?![/\\])[^\s\x00-\x1f\x7f\\<>\"]*", path) else ""


def digits_of(code: str) -> str:
    """The sixteen digits of a receipt as people type it, with spaces or dashes; "" if it cannot be one."""
    digits = SEPARATORS.sub("", code)
    return digits if re.fullmatch(rf"[0-9]{{{RECEIPT_DIGITS}}}", digits) else ""


def worry_of_receipt(code: str) -> Worry | None:
    """The worry of this receipt; None for a wrong code, an unknown one and none at all."""
    found = Worry.objects.filter(receipt=receipt_index(digits_of(code))).select_related("case").first()
    return found if digits_of(code) else None


def worries_of(person) -> QuerySet[Worry]:
    """What this person told and wants to be answered here."""
    return Worry.objects.filter(reporter=person).select_related("case").order_by("-told_at", "id")


def conversation(worry: Worry) -> list[CaseNote]:
    """What whoever told it may read: the answers and their own words, in order."""
    return list(worry.case.notes.filter(kind__in=(CaseNote.Kind.ANSWER, CaseNote.Kind.WORDS)))
