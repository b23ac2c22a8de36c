"""Upkeep in the demo place: things suggested, a mistake, a claim, a pair listed twice, questions asked, and readers counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from trellis.apps.directory.actions import SuggestionRecord, add_record, key_in, make_claim, report_mistake, suggest
from trellis.apps.directory.actions.reminding import begin_round, go_on
from trellis.apps.directory.models import Organization, RecordSeen, Service, Suggestion
from trellis.apps.directory.models.records import OrganizationRecord
from trellis.apps.directory.models.vocabulary import FieldClass
from trellis.core.actions import acting, as_program
from trellis.core.people.models import Grant, Person
from trellis.core.ui.words import here
from trellis.kernels.text import human_code

CAFE = SuggestionRecord(
    name="The Second Cup",
    sort="peer_group",
    about="A bereavement café. Tea, cake, and people who have lost somebody too. You can talk or not.",
    place="Frinton library, the back room",
    town="Frinton-on-Sea",
    weekdays=[2],
    opens_at="10:30",
    closes_at="12:00",
    when_note="Not in August.",
    phone="01632 960612",
    reach_visibility="keepers",
)
UNION = SuggestionRecord(
    name="Care Workers' Branch, Clacton",
    sort="other",
    about="A union branch for people who work in homes and home care. New members are met at the door.",
    place="The Trades Hall",
    town="Clacton-on-Sea",
    weekdays=[3],
    opens_at="18:30",
    when_note="The first Thursday of the month.",
    email="branch@careworkers.example",
    reach_visibility="public",
)
TWIN_OF, TWIN = "Been There Parents", "Parents: Been There"
WRONG, CLAIMED = "Tea dance", "Borrowed Wheels"
WEEKS_COUNTED = 6


def load(*, now: datetime) -> dict[str, int]:
    """Make it once; a second run changes nothing. Gives back the count of organizations too, as one more is there."""
    if not Suggestion.objects.exists():
        _told(now)
        _asked(now)
        _count_readers(here(now).date())
    return {"organizations": Organization.objects.count(), "suggestions": Suggestion.objects.count()}


def _told(now: datetime) -> None:
    organizer = Person.objects.create_user(display_name="Bev at the front desk")
    Grant.objects.create(person=organizer, role="organizer", granted_at=now)
    with acting(None, channel="demo"):
        suggest(told=CAFE, now=now - timedelta(days=2))
        report_mistake(
            Service.objects.get(name=WRONG),
            parts=["hours"],
            right="It begins half an hour later now, since the bus changed.",
            now=now - timedelta(days=1),
        )
        words = "I mend the wheelchairs on Saturdays. Ask anybody at the counter for Jan."
        make_claim(Organization.objects.get(name=CLAIMED), way="words", address="jan@example.org", name="Jan", words=words, now=now)
    with acting(organizer, channel="demo"):
        key_in(told=UNION, sheet=human_code(4_711), now=now - timedelta(hours=20))
    known = Organization.objects.get(name=TWIN_OF)
    with as_program("demo"):
        add_record(
            record=OrganizationRecord(
                name=TWIN,
                kind="initiative",
                description="Trained parents of disabled children, matched with new ones.",
                website=known.website,
            ),
            now=now,
        )


def _asked(now: datetime) -> None:
    """Three records grown old: about one nobody answered, and readers are told; about two the first letter is on its way."""
    old = here(now).date() - timedelta(days=300)
    grown_old = Service.objects.filter(assured_on__lt=old, status="active", sensitive=False).order_by("assured_on", "name")
    silent = grown_old.first()
    others = grown_old.exclude(organization__email="").exclude(pk=silent.pk)[:2]
    with as_program("demo"):
        asking_round = begin_round(silent, part=FieldClass.HOURS, now=now - timedelta(days=70))
        for days in (49, 28, 7):
            asking_round.refresh_from_db()
            if asking_round.step != "marked":
                go_on(asking_round, now=now - timedelta(days=days))
        for row in others:
            begin_round(row, part=FieldClass.HOURS, now=now)


def _count_readers(today: date) -> None:
    """Six weeks of counted readers, so that the work list knows what many people see."""
    monday = today - timedelta(days=today.weekday())
    rows = []
    for place, service_id in enumerate(Service.objects.filter(status="active").order_by("name").values_list("pk", flat=True)[:120:3]):
        for back in range(WEEKS_COUNTED):
            opened = (place * 7 + back * 3) % 11
            rows.append(
                RecordSeen(kind="service", record_id=service_id, week=monday - timedelta(weeks=back), opened=opened, listed=opened * 6)
            )
    RecordSeen.objects.bulk_create(rows)
