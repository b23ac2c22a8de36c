"""Pages of gatherings: what visitors, members and organizers see; the questions; one effect however often a form is sent."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_location, make_organization, make_person, make_service
from trellis.apps.gatherings.models import Gathering, Repeats, Series
from trellis.apps.gatherings.tests.factories import make_gathering, make_series
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return make_organization()


@pytest.fixture
def editor(group):
    return make_person("editor", group)


@pytest.fixture
def member(group):
    person = make_person()
    with acting(person):
        join_group(person, group=Ref.to(group), display_name="Wren", now=timezone.now())
    return person


def soon(days: int = 3, hour: int = 19) -> datetime:
    return (timezone.now() + timedelta(days=days)).astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def month_of(moment: datetime) -> dict:
    return {"month": f"{moment:%Y-%m}", "all": "1"}


def test_everybody_sees_the_public_ones_and_members_theirs(client, group, member):
    at = soon()
    make_gathering(make_series(group, title="Open evening"), starts_at=at)
    inside = make_gathering(make_series(group, title="For us alone", seen_by="members"), starts_at=at)
    told = text(client.get(reverse("calendar"), month_of(at)))
    assert "Open evening" in told and "For us alone" not in told
    assert "For us alone" not in text(client.get(reverse("calendar-day", args=[at.date().isoformat()])))
    assert "For us alone" not in text(client.get(reverse("gatherings-of", args=[group.pk])))
    assert client.get(reverse("gatherings-gathering", args=[inside.pk])).status_code == 404
    client.force_login(member)
    assert "For us alone" not in text(client.get(reverse("calendar"), month_of(at)))
    answer = client.get(reverse("gatherings-of", args=[group.pk]))
    assert "For us alone" in text(answer) and "no-store" in answer["Cache-Control"]
    assert "no-store" in client.get(reverse("gatherings-gathering", args=[inside.pk]))["Cache-Control"]


def test_a_month_costs_as_many_queries_for_one_as_for_many(client, group, django_assert_num_queries):
    at = soon(days=1)
    hall = make_location(group)
    make_gathering(make_series(group, location=hall), starts_at=at)

    def look() -> int:
        with django_assert_num_queries(8):
            client.get(reverse("calendar"), month_of(at))

    client.get(reverse("calendar"), month_of(at))
    look()
    for number in range(2):
        make_gathering(make_series(group, title=f"Another {number}", location=hall), starts_at=at)
    look()


def test_a_day_shows_the_first_and_says_how_many_more(client, group):
    at = soon(days=1)
    series = make_series(group, repeats=Repeats.LISTED)
    for number in range(7):
        make_gathering(series, starts_at=at, part=number, title=f"Part {number}")
    told = text(client.get(reverse("calendar"), month_of(at)))
    assert "and 4 more" in told and told.count("Part ") == 3
    assert text(client.get(reverse("calendar-day", args=[at.date().isoformat()]))).count("Part ") == 7


def test_filters_and_what_makes_no_sense(client, group):
    at = soon()
    make_gathering(make_series(group, title="In Clacton", location=make_location(group)), starts_at=at)
    make_gathering(make_series(group, title="Digging", kind="work_day", location=make_location(group, city="Harwich")), starts_at=at)

    def told(**query) -> str:
        return text(client.get(reverse("calendar"), month_of(at) | query))

    assert "In Clacton" in told(town="Clacton-on-Sea") and "Digging" not in told(town="Clacton-on-Sea")
    assert "Digging" in told(kind="work_day") and "In Clacton" not in told(kind="work_day")
    assert "Digging" in told(group=str(group.pk)) and "Digging" not in told(group=str(uuid.uuid4()))
    for odd in ({"month": "2026-13"}, {"month": "x"}, {"kind": "nothing"}, {"group": "1"}, {"town": "\x00"}, {"month": "9999-12"}):
        assert client.get(reverse("calendar"), odd).status_code == 200
    for odd in ("2026-02-31", "tomorrow", "1899-01-01"):
        assert client.get(reverse("calendar-day", args=[odd])).status_code == 404


def test_visitors_are_not_sent_the_same_month_again(client, group):
    at = soon()
    row = make_gathering(make_series(group), starts_at=at)
    first = client.get(reverse("calendar"), month_of(at))
    again = {"If-None-Match": first["ETag"]}
    assert client.get(reverse("calendar"), month_of(at), headers=again).status_code == 304
    Gathering.objects.filter(pk=row.pk).update(changed_at=timezone.now() + timedelta(days=40))
    assert client.get(reverse("calendar"), month_of(at), headers=again).status_code == 200


def test_how_to_join_online_is_for_those_who_come(client, group, member):
    link = "https://meet.example.org/abc"
    closed = make_gathering(make_series(group, attendance="hybrid", joining=link), starts_at=soon())
    dropped_in = make_gathering(make_series(group, attendance="online", joining=link, head_count_only=True), starts_at=soon())
    assert link not in text(client.get(reverse("gatherings-gathering", args=[closed.pk])))
    assert link not in text(client.post(reverse("gatherings-joining", args=[closed.pk])))
    assert link not in text(client.get(reverse("gatherings-gathering", args=[dropped_in.pk])))
    shown = client.post(reverse("gatherings-joining", args=[dropped_in.pk]))
    assert link in text(shown) and "no-store" in shown["Cache-Control"]
    client.force_login(member)
    assert link in text(client.get(reverse("gatherings-gathering", args=[closed.pk])))


def test_only_those_who_organize_change_it(client, group, member, editor):
    row = make_gathering(make_series(group), starts_at=soon())
    names = ("move", "call-off", "note", "heads", "back-on")
    for name in names:
        assert client.get(reverse(f"gatherings-{name}", args=[row.pk])).status_code == 302
    client.force_login(member)
    for name in names:
        assert client.get(reverse(f"gatherings-{name}", args=[row.pk])).status_code == 403
    client.force_login(editor)
    for name in names:
        assert client.get(reverse(f"gatherings-{name}", args=[row.pk])).status_code == 200


def moved_to(day: date, **told) -> dict:
    first = {
        "on_0": day.day,
        "on_1": day.month,
        "on_2": day.year,
        "begins": "19:00",
        "ends": "20:30",
        "note": "A week later",
        "form_key": uuid.uuid4(),
    }
    return first | told


def test_a_form_that_is_sent_twice_moves_once_and_says_why_it_cannot(client, group, editor):
    row = make_gathering(make_series(group), starts_at=soon())
    client.force_login(editor)
    url = reverse("gatherings-move", args=[row.pk])
    day = soon(days=10).date()
    sent = moved_to(day)
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert (row.held_on, row.sequence, row.note) == (day, 1, "A week later")
    assert "would end before it begins" in text(client.post(url, moved_to(day, ends="18:00")))
    assert "over already" in text(client.post(url, moved_to(date(2020, 1, 1))))
    assert "must be a real date" in text(client.post(url, moved_to(day, on_0=31, on_1=2)))
    told = text(client.get(reverse("gatherings-gathering", args=[row.pk])))
    assert "Moved" in told and "A week later" in told


ANSWERS = {
    "kind-kind": "workshop", "what-title": "Mending evening", "what-description": "Bring a sock.", "who-who_for": "Anybody",
    "who-ask_for": "",    "how-attendance": "in_person", "place-where": "nowhere", "when-begins": "19:00", "when-ends": "20:30",
    "again-again": "nth",
    "nth-nth": ["2"], "nth-weekday": "1", "nth-interval": "1", "places-coming": "heads", "seen-seen_by": "everybody",
    "sensitive-sensitive": "no",
}  # fmt: skip
FIRST = date(timezone.now().year + 1, 3, 1)


def answers(**told) -> dict:
    day = {"when-on_0": FIRST.day, "when-on_1": FIRST.month, "when-on_2": FIRST.year}
    return ANSWERS | day | {name.replace("__", "-"): value for name, value in told.items()}


def test_the_questions_lead_to_a_series_made_once(client, group, editor):
    client.force_login(editor)
    url = reverse("gatherings-new-for", args=[group.pk])
    assert "What is it?" in text(client.get(url))
    assert "What is it called?" in text(client.post(url, {"at": "kind", "go": "next", "kind-kind": "workshop"}))
    check = text(client.post(url, answers() | {"at": "sensitive", "go": "next"}))
    assert "Check your answers" in check and "The second Tuesday of every month" in check
    sent = answers() | {"go": "send", "form_key": uuid.uuid4()}
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    series = Series.objects.get()
    assert (series.repeats, series.byday, series.head_count_only, series.begins) == ("MONTHLY", "2TU", True, time(19))
    assert all(8 <= row.held_on.day <= 14 and row.held_on.weekday() == 1 for row in series.gatherings.all())


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"at": "words", "again__again": "words", "words__said": "31st of February"}, "There is no such day"),
        ({"at": "words", "again__again": "words", "words__said": "every 10 days"}, "whole weeks"),
        ({"at": "words", "again__again": "words", "words__said": "every second Tuesday"}, "can mean two things"),
        (
            {"at": "left_out", "left_out__until_0": "1", "left_out__until_1": "2", "left_out__until_2": str(FIRST.year)},
            "end before it begins",
        ),
        ({"at": "when", "when__ends": "18:00"}, "end before it begins"),
        ({"at": "when", "when__on_2": "2020"}, "This day is over"),
        ({"at": "when", "when__on_0": "31", "when__on_1": "2"}, "must be a real date"),
        ({"at": "date", "again__again": "date", "date__days": "32", "date__interval": "1"}, "from 1 to 31"),
        ({"at": "listed", "again__again": "listed", "listed__dates": "8 12 2030\n31 2 2030"}, "“31 2 2030” is not a real date"),
        ({"at": "places", "places__coming": "places"}, "Say how many places"),
        ({"at": "place", "place__where": "elsewhere", "place__elsewhere": "Atlantis"}, "no place of that name"),
    ],
)
def test_what_cannot_be_is_said_where_it_is_asked(client, group, editor, told, says):
    client.force_login(editor)
    answer = text(client.post(reverse("gatherings-new-for", args=[group.pk]), answers(**told) | {"at": told["at"], "go": "next"}))
    assert says in answer and "There is a problem" in answer
    assert not Series.objects.exists()


def test_fifth_tuesdays_are_told_month_by_month(client, group, editor):
    client.force_login(editor)
    told = text(
        client.post(reverse("gatherings-new-for", args=[group.pk]), answers(**{"nth-nth": ["5"]}) | {"at": "sensitive", "go": "next"})
    )
    assert "There is no such day in these months" in told and f"April {FIRST.year}" in told


def test_recovery_meetings_name_nobody(client, group, editor):
    client.force_login(editor)
    url = reverse("gatherings-new-for", args=[group.pk])
    sent = answers(kind__kind="twelve_step", what__description="Ask for Margaret Whitlock at the door.") | {"at": "what", "go": "next"}
    told = text(client.post(url, sent))
    assert "looks like a first and last name" in told and "This is not the name of a person" in told
    assert "What kind of meeting is it?" in text(client.post(url, sent | {"what-names_nobody": "on"}))
    assert "What kind of meeting is it?" in text(client.post(url, sent | {"what-description": "Ask for Margaret at the door."}))


def test_a_meeting_of_the_directory_is_not_told_twice(client, group, editor):
    hall = make_location(group)
    first = FIRST + timedelta(days=(0 - FIRST.weekday()) % 7)
    service = make_service(group, hall)
    client.force_login(editor)
    url = reverse("gatherings-new-for", args=[group.pk])
    sent = answers(kind__kind="twelve_step", again__again="weekly", weekly__interval="1", place__where=str(hall.pk)) | {
        "when-on_0": first.day, "when-on_1": first.month, "when-ends": "21:00",
    }  # fmt: skip
    told = text(client.post(url, sent | {"at": "left_out", "go": "next"}))
    assert "It is in the directory already" in told and service.name in told
    made = sent | {"twin-twin": str(service.pk), "go": "send", "form_key": uuid.uuid4()}
    assert client.post(url, made).status_code == 302
    assert Series.objects.get().service == service


def test_change_all_from_some_day_on_and_what_it_is(client, group, editor):
    client.force_login(editor)
    client.post(reverse("gatherings-new-for", args=[group.pk]), answers() | {"go": "send", "form_key": uuid.uuid4()})
    series = Series.objects.get()
    rows = list(series.gatherings.order_by("starts_at"))
    url = reverse("gatherings-reschedule", args=[series.pk])
    assert "Which is the first one that changes?" in text(client.get(url))
    first = rows[1].held_on
    sent = {
        "from-from_on": first.isoformat(), "when-on_0": first.day, "when-on_1": first.month, "when-on_2": first.year,
        "when-begins": "18:00",
        "when-ends": "19:00", "again-again": "nth", "nth-nth": ["2"], "nth-weekday": "2", "nth-interval": "1",
    }  # fmt: skip
    assert "Check your answers" in text(client.post(url, sent | {"at": "left_out", "go": "next"}))
    assert client.post(url, sent | {"go": "send", "form_key": uuid.uuid4()}).status_code == 302
    rows[1].refresh_from_db()
    assert rows[1].held_on.weekday() == 2 and rows[1].held_on.month == first.month
    about = reverse("gatherings-describe", args=[series.pk])
    assert "Mending evening" in text(client.get(about))
    told = {
        name: value
        for name, value in answers(what__title="Mending night").items()
        if name.partition("-")[0] not in ("kind", "when", "again", "nth")
    }
    assert client.post(about, told | {"go": "send", "form_key": uuid.uuid4()}).status_code == 302
    series.refresh_from_db()
    assert series.title == "Mending night"


def test_a_festival_has_its_programme_by_day_and_hour(client, group, editor):
    client.force_login(editor)
    client.post(reverse("gatherings-new-for", args=[group.pk]), answers(kind__kind="festival") | {"go": "send", "form_key": uuid.uuid4()})
    series = Series.objects.get(repeats=Repeats.LISTED)
    assert "still being made" in text(client.get(reverse("gatherings-programme", args=[series.pk])))
    for title in ("Brass", "Lanterns"):
        sent = moved_to(FIRST, title=title, note="Bandstand")
        assert client.post(reverse("gatherings-extra", args=[series.pk]), sent).status_code == 302
    told = text(client.get(reverse("gatherings-programme", args=[series.pk])))
    assert told.count("<h3>19:00</h3>") == 1 and "Brass" in told and "Lanterns" in told


def test_an_address_of_ones_own_is_shown_once_and_renewed(client, member):
    client.force_login(member)
    url = reverse("gatherings-my-calendar")
    assert "Make an address" in text(client.get(url))
    told = text(client.post(url, {"do": "make", "form_key": uuid.uuid4()}))
    assert "/busy.ics" in told and "/busy.ics" not in text(client.get(url))
    assert client.post(url, {"do": "end", "form_key": uuid.uuid4()}).status_code == 302
    assert "Make an address" in text(client.get(url))
