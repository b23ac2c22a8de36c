"""Things to borrow and loans, as one person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.exchange.models import Item, Loan, LoanDay, LoanNote
from trellis.apps.exchange.models.items import AWAY, GOING_ON, ItemSeenBy, ItemState, LoanState
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import memberships_of
from trellis.core.references import Ref

LOOK_AHEAD = 60


def items_for(person) -> QuerySet[Item]:
    """What this person may find: what is lent to everybody, to their groups, by other people, and their own."""
    public = Q(organization__isnull=False, seen_by=ItemSeenBy.EVERYBODY)
    if person is None:
        return Item.objects.filter(public).select_related("organization")
    mine = Q(owner=person) | Q(organization__in=[each for each in person.scopes_of("editor") if each])
    of_people = Q(owner__isnull=False) & ~Q(owner__in=hides(person))
    groups = [each.group.id for each in memberships_of(person)]
    return Item.objects.filter(public | mine | of_people | Q(organization__in=groups)).select_related("organization", "owner").distinct()


def to_borrow(person, *, words: str = "", kind: str = "", of: UUID | None = None, today: date) -> QuerySet[Item]:
    """What can be borrowed, by name; each with whether it is spoken for today and until when."""
    found = items_for(person).filter(state=ItemState.IN_USE)
    for word in words.split()[:6]:
        found = found.filter(Q(title__icontains=word) | Q(description__icontains=word))
    if kind:
        found = found.filter(kind=kind)
    if of:
        found = found.filter(organization=of)
    away = Loan.objects.filter(item=OuterRef("pk"), state__in=AWAY)
    return found.annotate(
        is_away=Exists(away),
        due_on=Subquery(away.values("until_on")[:1]),
        taken_today=Exists(LoanDay.objects.filter(item=OuterRef("pk"), on=today)),
    ).order_by("title", "id")


def lent_by(person) -> QuerySet[Item]:
    """What this person lends, for themselves and for organizations."""
    scopes = [each for each in person.scopes_of("editor") if each]
    return Item.objects.filter(Q(owner=person) | Q(organization__in=scopes)).select_related("organization").order_by("title", "id")


def loans_of(person) -> QuerySet[Loan]:
    """What this person borrows or borrowed, what goes on first."""
    found = Loan.objects.filter(borrower=person).select_related("item", "item__organization", "item__owner")
    return found.order_by("closed_at", "until_on", "asked_at") if found else found


def loans_to_look_after(person) -> QuerySet[Loan]:
    """What goes on with the things that this person lends."""
    found = Loan.objects.filter(item__in=lent_by(person), state__in=GOING_ON).exclude(state=LoanState.WAITING)
    return found.select_related("item", "item__organization", "item__owner", "borrower").order_by("until_on", "asked_at")


def organizations_of(person) -> QuerySet[Organization]:
    """For whom this person may lend."""
    return Organization.objects.filter(pk__in=[each for each in person.scopes_of("editor") if each]).order_by("name")


def days_taken(item: Item, first: date, last: date) -> set[date]:
    """The days that are spoken for."""
    return set(LoanDay.objects.filter(item=item, on__range=(first, last)).values_list("on", flat=True))


def is_free(item: Item, first: date, days: int) -> bool:
    """Whether nobody has it on any of these days, and it is not out and overdue."""
    last = first + timedelta(days=days - 1)
    return not days_taken(item, first, last)


def free_from(item: Item, days: int, *, today: date) -> date | None:
    """The first day from which it is free for so many days; None within two months."""
    taken = days_taken(item, today, today + timedelta(days=LOOK_AHEAD + days))
    for ahead in range(LOOK_AHEAD):
        first = today + timedelta(days=ahead)
        if not any(first + timedelta(days=day) in taken for day in range(days)):
            return first
    return None


def n_waiting(item: Item) -> int:
    """How many are in the line. No names, ever."""
    return item.loans.filter(state=LoanState.WAITING, borrower__isnull=False).count()


def place_in_line(loan: Loan) -> int:
    """1 for whoever is next."""
    before = Q(asked_at__lt=loan.asked_at) | Q(asked_at=loan.asked_at, pk__lt=loan.pk)
    return loan.item.loans.filter(before, state=LoanState.WAITING, borrower__isnull=False).count() + 1


@dataclass(frozen=True, slots=True)
class Said:
    """A note as one of the two sides reads it."""

    note: LoanNote
    name: str
    is_mine: bool


def notes_of(loan: Loan, person) -> list[Said]:
    """What the two sides wrote, oldest first; without what the reader and the writer must not see of each other."""
    out, lender = hides(person), lender_name(loan.item)
    rows = loan.notes.exclude(person__in=out).select_related("person")
    return [Said(each, lender if each.side == LoanNote.Side.LENDER else _name(each.person), each.person_id == person.pk) for each in rows]


def lender_name(item: Item) -> str:
    """The organization, or the name that the person shows."""
    return item.organization.name if item.organization_id else _name(item.owner)


def borrower_name(loan: Loan) -> str:
    """The name that whoever borrows it shows; in the lender's group the name they have there."""
    if loan.borrower is None:
        return _("Somebody who left")
    if loan.item.organization_id:
        from trellis.apps.people.queries.membership import membership_of

        membership = membership_of(loan.borrower, group_of(loan.item.organization))
        if membership is not None:
            return membership.display_name
    return _name(loan.borrower)


def _name(person) -> str:
    return (person.display_name if person is not None else "") or _("Somebody")


def photo_of(item: Item):
    """Its picture, if it has one."""
    from trellis.core.files.models import StoredFile

    return StoredFile.objects.filter(owner=Ref.to(item)).order_by("-uploaded_at").first()
