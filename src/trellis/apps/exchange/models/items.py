"""Things to lend, and who has them when. One loan at a time, and no two on the same day: the database sees to both."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.people.queries.blocks import hides
from trellis.apps.people.queries.membership import is_member
from trellis.core.actions.context import acting_as_program
from trellis.core.fields import EncryptedTextField
from trellis.core.register import Keep, Personal, Theirs, describe
from trellis.core.texts import written_in

LONGEST_DAYS = 90
KEPT_DAYS = 180


class ItemKind(models.TextChoices):
    """What sort of thing it is."""

    TOOLS = "tools", _("Tools")
    GARDEN = "garden", _("Garden")
    KITCHEN = "kitchen", _("Kitchen")
    BABY = "baby", _("Babies and children")
    MOBILITY = "mobility", _("Getting about")
    TECH = "tech", _("Computers and phones")
    GAMES = "games", _("Games, books and music")
    PARTY = "party", _("Parties and events")
    OTHER = "other", _("Something else")


class ItemState(models.TextChoices):
    """Whether it can be lent at all."""

    IN_USE = "in_use", _("To borrow")
    RESTING = "resting", _("Not lent at the moment")
    BROKEN = "broken", _("Broken")
    LOST = "lost", _("Lost")


class ItemSeenBy(models.TextChoices):
    """Who finds it in the list."""

    EVERYBODY = "everybody", _("Everybody")
    MEMBERS = "members", _("Members of the group only")


class Item(models.Model):
    """Something that can be borrowed, of an organization or of one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="items")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="items_to_lend")
    kind = models.CharField(max_length=10, choices=ItemKind)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    """How it is: what is scratched, what is missing, how to hold it."""
    where = models.CharField(max_length=120, blank=True)
    """Whereabouts it is fetched, never an address: "near the pier"."""
    language = models.CharField(max_length=35, default=written_in)
    most_days = models.PositiveSmallIntegerField(default=14)
    says_yes_by_itself = models.BooleanField(default=False)
    seen_by = models.CharField(max_length=10, choices=ItemSeenBy, default=ItemSeenBy.EVERYBODY)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.IN_USE)
    added_at = models.DateTimeField()

    class Meta:
        app_label = "exchange"
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                name="item_has_one_lender",
                condition=Q(organization__isnull=False, owner=None) | Q(organization=None, owner__isnull=False),
            ),
            models.CheckConstraint(name="item_days", condition=Q(most_days__gte=1, most_days__lte=LONGEST_DAYS)),
            models.CheckConstraint(name="item_of_a_person_asks", condition=Q(owner=None) | Q(says_yes_by_itself=False)),
            models.CheckConstraint(name="item_of_a_person_has_no_group", condition=Q(owner=None) | Q(seen_by="everybody")),
            models.CheckConstraint(name="item_state_known", condition=Q(state__in=ItemState.values, kind__in=ItemKind.values)),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="item_list"), models.Index(fields=["organization"], name="item_of_lender")]

    def __str__(self) -> str:
        return self.title

    def is_lent_by(self, person) -> bool:
        """Whether the person speaks for the lender: its owner, or an editor of the organization."""
        if person is None:
            return False
        return self.owner_id == person.pk if self.owner_id else str(self.organization_id) in person.scopes_of("editor")

    def is_visible_to(self, person) -> bool:
        """What an organization lends to everybody is public. A person's own things are for people who signed in and are not blocked."""
        if self.is_lent_by(person):
            return True
        if self.owner_id:
            return person is not None and self.owner_id not in hides(person)
        return self.seen_by == ItemSeenBy.EVERYBODY or is_member(person, group_of(self.organization))


class LoanState(models.TextChoices):
    """Where a loan stands. From ASKED to BACK its days are held; from WAITING they are not yet."""

    ASKED = "asked", _("Asked for")
    WAITING = "waiting", _("In the line")
    OFFERED = "offered", _("Your turn")
    AGREED = "agreed", _("Agreed")
    OUT = "out", _("Borrowed")
    BACK = "back", _("Brought back")
    RETURNED = "returned", _("Returned")
    DECLINED = "declined", _("Not this time")
    WITHDRAWN = "withdrawn", _("No longer needed")
    PASSED = "passed", _("Passed on")
    BROKEN = "broken", _("Broken")
    LOST = "lost", _("Lost")


HOLDING = (LoanState.ASKED, LoanState.OFFERED, LoanState.AGREED, LoanState.OUT, LoanState.BACK)
GOING_ON = (*HOLDING, LoanState.WAITING)
AWAY = (LoanState.OUT, LoanState.BACK)


class Loan(models.Model):
    """One person borrows one thing: asked for, handed over, brought back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="loans")
    borrower = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="loans")
    state = models.CharField(max_length=10, choices=LoanState)
    days = models.PositiveSmallIntegerField()
    """How many days it is wanted for."""
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    state_at = models.DateTimeField()
    reminded = models.CharField(max_length=6, blank=True)
    """The last reminder that was sent: "soon", "today" or "late"."""
    n_extended = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "exchange"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint("item", name="loan_one_away", condition=Q(state__in=["out", "back"])),
            models.UniqueConstraint("item", name="loan_one_offered", condition=Q(state="offered")),
            models.UniqueConstraint(
                "item", "borrower", name="loan_once_a_person",
                condition=Q(state__in=["asked", "waiting", "offered", "agreed", "out", "back"]),
            ),
            models.CheckConstraint(name="loan_days", condition=Q(days__gte=1, days__lte=LONGEST_DAYS)),
            models.CheckConstraint(
                name="loan_has_its_days",
                condition=Q(state__in=["waiting", "withdrawn", "passed", "declined"])
                | Q(from_on__isnull=False, until_on__isnull=False, until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="loan_closed_has_a_time",
                condition=Q(state__in=["asked", "waiting", "offered", "agreed", "out", "back"], closed_at=None)
                | Q(state__in=["returned", "declined", "withdrawn", "passed", "broken", "lost"], closed_at__isnull=False),
            ),
            models.CheckConstraint(name="loan_offer_ends", condition=~Q(state="offered") | Q(offered_until__isnull=False)),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["item", "state", "asked_at"], name="loan_line"),
            models.Index(fields=["borrower", "state"], name="loan_of_borrower"),
            models.Index(fields=["state", "until_on"], name="loan_due"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_going_on(self) -> bool:
        return self.state in GOING_ON

    def is_visible_to(self, person) -> bool:
        """Whoever borrows it, whoever lends it, and the program. For others it does not exist."""
        if acting_as_program():
            return True
        return person is not None and (self.borrower_id == person.pk or self.item.is_lent_by(person))


class LoanDay(models.Model):
    """One day on which one thing is spoken for. Two loans cannot have the same."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(Item, models.CASCADE, related_name="days_taken")
    loan = models.ForeignKey(Loan, models.CASCADE, related_name="days_held")
    on = models.DateField()

    class Meta:
        app_label = "exchange"
        ordering = ["on"]
        constraints = [models.UniqueConstraint("item", "on", name="loan_day_once")]

    def __str__(self) -> str:
        return str(self.on)


class LoanNote(models.Model):
    """What one side wrote to the other about a loan. Relayed here, so that neither learns how to reach the other elsewhere."""

    class Side(models.TextChoices):
        BORROWER = "borrower", _("Whoever borrows it")
        LENDER = "lender", _("Whoever lends it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loan = models.ForeignKey(Loan, models.CASCADE, related_name="notes")
    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField(default="")
    language = models.CharField(max_length=35, default=written_in)
    is_thanks = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta:
        app_label = "exchange"
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["loan", "written_at"], name="loan_note_order")]

    def __str__(self) -> str:
        return str(self.pk)


_LENT = {
    "basis": "explicit consent, given by lending or borrowing",
    "retention": f"{KEPT_DAYS} days after the loan ended, or until the person is erased",
    "readers": "whoever borrows the thing and whoever lends it",
}
_OWN = {
    "basis": "explicit consent, given by offering it",
    "retention": "until whoever lends it takes it away, or is erased",
    "readers": "people who signed in; everybody, for what an organization lends to everybody",
}
describe(
    Item,
    personal={
        "owner": Personal(purpose="Know whose thing it is", kind="personal", **_OWN),
        "title": Personal(purpose="Say what can be borrowed", kind="public", **_OWN),
        "description": Personal(purpose="Say what can be borrowed", kind="public", **_OWN),
        "condition": Personal(purpose="Say how the thing is", kind="public", **_OWN),
        "where": Personal(purpose="Say whereabouts it is fetched", kind="public", **_OWN),
    },
    plain=["kind", "language", "seen_by", "state"],
    people={"owner": Theirs(on_erasure="delete")},
    stays="what an organization lends is its own; a person's things go with the person",
)
describe(
    Loan,
    personal={"borrower": Personal(purpose="Know who has the thing, and bring it back", kind="personal", **_LENT)},
    plain=["state", "reminded"],
    people={"borrower": Theirs(on_erasure="blank")},
    keep=(Keep(days=KEPT_DAYS, since="closed_at"),),
)
describe(LoanDay, personal={}, plain=[])
describe(
    LoanNote,
    personal={
        "person": Personal(purpose="Let whoever wrote it take it out and have it erased", kind="personal", **_LENT),
        "words": Personal(purpose="Arrange to meet about a thing that is lent", kind="special", **_LENT),
    },
    plain=["side", "language"],
    people={"person": Theirs(on_erasure="blank")},
)
