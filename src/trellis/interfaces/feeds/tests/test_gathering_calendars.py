"""Calendars of gatherings: what a program expands is what stands here, whatever the clocks do; who may read what; when nothing changed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from trellis.apps.directory.models.calendar import Holiday, SchoolTerm
from trellis.apps.directory.queries.calendar import forget_calendar
from trellis.apps.directory.tests.factories import make_location, make_organization, make_person
from trellis.apps.gatherings import actions
from trellis.apps.gatherings.models import GatheringState, Series
from trellis.apps.gatherings.queries import feeding
from trellis.apps.gatherings.queries.recurring import Pattern
from trellis.apps.gatherings.tests.factories import NOW, make_gathering, make_series
from trellis.core.actions import acting, as_program
from trellis.interfaces.feeds.outgoing.gatherings import calendar_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def expanded(body: bytes) -> dict[tuple[datetime, datetime], str]:
    """Every time that a calendar program would show, with its title and state."""
    parsed = Calendar.from_ical(body)
    events = list(parsed.walk("VEVENT"))
    zones = {str(each["TZID"]) for each in parsed.walk("VTIMEZONE")}
    overrides = {(str(each["UID"]), each.decoded("RECURRENCE-ID").astimezone(UTC)): each for each in events if "RECURRENCE-ID" in each}
    found = {}
    for event in events:
        assert str(event["DTSTART"].params["TZID"]) in zones
        if "RECURRENCE-ID" in event:
            continue
        start = event.decoded("DTSTART")
        lasts = event.decoded("DTEND").astimezone(UTC) - start.astimezone(UTC) if "DTEND" in event else event.decoded("DURATION")
        for begins in _starts(event, start):
            at = begins.astimezone(UTC)
            other = overrides.pop((str(event["UID"]), at), None)
            shown = other or event
            times = (other.decoded("DTSTART").astimezone(UTC), other.decoded("DTEND").astimezone(UTC)) if other else (at, at + lasts)
            found[times] = f"{shown['SUMMARY']} {shown.get('STATUS', 'CONFIRMED')}"
    assert not overrides, "every override stands on a day of its rule"
    return found


def _starts(event, start: datetime) -> list[datetime]:
    if "RRULE" not in event:
        return [start]
    last = datetime(2028, 6, 1, tzinfo=UTC)
    until = event["RRULE"].get("UNTIL", [last])[0]
    text = ";".join(part for part in event["RRULE"].to_ical().decode().split(";") if not part.startswith("UNTIL"))
    naive = rrulestr(text, dtstart=start.replace(tzinfo=None)).between(start.replace(tzinfo=None), datetime(2028, 6, 1), inc=True)
    dates = event.get("EXDATE", [])
    left_out = {each.dt.astimezone(UTC) for group in (dates if isinstance(dates, list) else [dates]) for each in group.dts}
    found = [each.replace(tzinfo=start.tzinfo) for each in naive]
    return [each for each in found if each.astimezone(UTC) <= until and each.astimezone(UTC) not in left_out]


def calendar(series: Series, *, since: date = TODAY) -> bytes:
    rows = feeding.with_gatherings(Series.objects.filter(pk=series.pk))
    return b"".join(calendar_of(rows, name="Here", since=since))


def standing(series: Series) -> dict[tuple[datetime, datetime], str]:
    states = {GatheringState.PLANNED: "CONFIRMED", GatheringState.CALLED_OFF: "CANCELLED"}
    return {(row.starts_at, row.ends_at): f"{row.title} {states[row.state]}" for row in series.gatherings.shown()}


def same(series: Series) -> bool:
    """Whether what a program expands, as far ahead as gatherings are made, is what stands in the database."""
    series.refresh_from_db()
    found = expanded(calendar(series))
    ahead = max(end for _start, end in standing(series)) + timedelta(days=1)
    shown = {times: told for times, told in found.items() if times[0] < ahead}
    assert shown == standing(series)
    return True


def made(host=None, **told) -> Series:
    first = {"repeats": "WEEKLY", "first_on": date(2026, 12, 1), "begins": time(19), "minutes": 90, "time_zone": "Europe/London"}
    details = actions.Details(title="Mending evening", kind="workshop")
    with as_program():
        return Series.objects.get(
            pk=actions.make_series(host or make_organization(), details=details, pattern=Pattern(**(first | told)), now=NOW)
        )


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"byday": "TU,TH", "interval": 2},
        {"interval": 4},
        {"repeats": "MONTHLY", "byday": "2TU"},
        {"repeats": "MONTHLY", "byday": "-1FR"},
        {"repeats": "MONTHLY", "byday": "5TU"},
        {"repeats": "MONTHLY", "bymonthday": "31,-1"},
        {"repeats": "MONTHLY", "byday": "1MO", "interval": 3},
        {"byday": "SU", "begins": time(1, 30), "minutes": 45},
        {"byday": "SA", "begins": time(21), "minutes": 600},
        {"byday": "SU", "begins": time(2, 30), "minutes": 45, "time_zone": "Australia/Sydney"},
        {"byday": "SA", "begins": time(22), "minutes": 480, "time_zone": "America/Santiago"},
        {"byday": "SA", "begins": time(21), "minutes": 600, "first_on": date(2027, 3, 27)},
        {"until_on": date(2027, 5, 1)},
        {"repeats": "ONCE"},
    ],
    ids=str,
)
def test_what_a_program_expands_is_what_stands_here(told):
    assert same(made(**told))


def test_terms_holidays_and_everything_that_differs_from_the_rule():
    SchoolTerm.objects.create(name="Spring", first=date(2027, 1, 4), last=date(2027, 3, 24))
    SchoolTerm.objects.create(name="Autumn", first=date(2026, 9, 1), last=date(2026, 12, 18))
    Holiday.objects.create(date=date(2027, 1, 12), name="A day off")
    forget_calendar()
    series = made(byday="TU", term_time_only=True, closed_on_holidays=True)
    assert same(series)
    rows = list(series.gatherings.order_by("starts_at"))
    with as_program():
        moved = datetime(2027, 3, 28, 0, 45, tzinfo=UTC)
        actions.move_gathering(rows[0], starts_at=moved, ends_at=moved + timedelta(hours=2), note="Later", now=NOW)
        actions.call_off_gathering(rows[1], note="Snow", now=NOW)
        extra = datetime(2027, 2, 2, 9, tzinfo=UTC)
        actions.add_gathering(series, starts_at=extra, ends_at=extra + timedelta(hours=1), now=NOW)
    assert same(series)
    told = calendar(series).decode()
    assert told.count("RECURRENCE-ID") == 2 and "STATUS:CANCELLED" in told and "BEGIN:VTIMEZONE" in told and "EXDATE" in told
    series.refresh_from_db()
    with as_program():
        new = Pattern(repeats="WEEKLY", byday="WE", first_on=date(2027, 1, 6), begins=time(18), minutes=60, time_zone="Europe/London")
        actions.reschedule_series(series, pattern=new, from_on=date(2027, 1, 5), today=TODAY, now=NOW)
    assert same(series)
    series.refresh_from_db()
    with as_program():
        actions.end_series(series, last_on=date(2027, 6, 30), now=NOW)
    assert same(series)


def test_a_change_has_a_higher_version_and_the_same_name():
    series = made()
    row = series.gatherings.order_by("starts_at")[2]

    def told() -> dict[str, tuple]:
        parsed = Calendar.from_ical(calendar(Series.objects.get(pk=series.pk)))
        return {
            f"{each['UID']}{each.get('RECURRENCE-ID') and each['RECURRENCE-ID'].dt}": int(each["SEQUENCE"])
            for each in parsed.walk("VEVENT")
        }

    before = told()
    with as_program():
        actions.call_off_gathering(row, now=NOW)
    after = told()
    assert set(before) < set(after) and len(after) == 2 and max(after.values()) == 1
    with as_program():
        details = actions.Details(**actions.Details.of(Series.objects.get(pk=series.pk)).values() | {"title": "Mending night"})
        actions.describe_series(series, details=details, now=NOW)
    again = told()
    assert set(again) == set(after) and all(again[uid] > after[uid] for uid in again)


def test_what_has_passed_leaves_and_the_rule_goes_on_from_a_day_of_its_own():
    series = made(interval=3)
    since = date(2027, 2, 1)
    found = expanded(calendar(series, since=since))
    wanted = {times for times in standing(series) if times[0].date() >= since}
    assert {times for times in found if times[0] < datetime(2027, 12, 20, tzinfo=UTC)} == {
        times for times in wanted if times[0] < datetime(2027, 12, 20, tzinfo=UTC)
    }


def test_sensitive_ones_say_nothing_and_secret_places_neither():
    group = make_organization(name="Safe Harbour")
    hall = make_location(group, name="The Refuge", confidential=True, public_area="Clacton", address_1="9 Hidden Row")
    series = make_series(
        group,
        title="Women who left",
        description="After violence",
        sensitive=True,
        location=hall,
        repeats="WEEKLY",
        made_until=date(2026, 12, 31),
    )
    make_gathering(series, note="By the back door")
    told = calendar(series).decode()
    assert "SUMMARY:Gathering" in told and "CLASS:PRIVATE" in told
    for word in ("Women", "violence", "Refuge", "Hidden", "back door", "Clacton", "Safe Harbour"):
        assert word not in told
    Series.objects.update(sensitive=False)
    series.gatherings.update(sensitive=False)
    told = calendar(series).decode()
    assert "Clacton" in told and "Hidden" not in told and "Refuge" not in told


def test_each_calendar_has_what_belongs_in_it(client):
    group, other = make_organization(), make_organization(name="Harwich Menders")
    clacton, harwich = make_location(group), make_location(other, name="The Electric", city="Harwich")
    public = make_series(group, title="Open evening", location=clacton)
    make_gathering(public)
    make_gathering(make_series(other, title="Harwich evening", location=harwich))
    closed = make_series(group, title="For us alone", seen_by="members", location=clacton)
    hidden = make_gathering(closed)

    def titles(name: str, *args, **query) -> set[str]:
        answer = client.get(reverse(name, args=args), query)
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
        return {str(each["SUMMARY"]) for each in Calendar.from_ical(b"".join(answer.streaming_content)).walk("VEVENT")}

    assert titles("feeds-gatherings-ics") == {"Open evening", "Harwich evening"}
    assert titles("feeds-gatherings-ics", town="harwich") == {"Harwich evening"}
    assert titles("feeds-group-ics", group.pk) == {"Open evening"}
    assert titles("feeds-location-ics", clacton.pk) == {"Open evening"}
    assert titles("feeds-series-ics", public.pk) == {"Open evening"}
    assert client.get(reverse("feeds-series-ics", args=[closed.pk])).status_code == 404
    assert client.get(reverse("feeds-gathering-ics", args=[hidden.pk])).status_code == 404


def test_nothing_is_sent_again_while_nothing_changed(client):
    series = made()
    url = reverse("feeds-group-ics", args=[series.organization_id])
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(url, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    with as_program():
        actions.call_off_gathering(series.gatherings.order_by("starts_at")[1], now=NOW + timedelta(hours=1))
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]


def test_a_persons_own_calendar_says_nothing_and_its_address_ends(client):
    group = make_organization(name="Safe Harbour")
    person = make_person("editor", group)
    now = timezone.now()
    from trellis.apps.directory.actions.groups import join_openly
    from trellis.apps.directory.models.groups import OrganizationGroup
    from trellis.apps.gatherings.models.subscribing import CalendarAddress, new_token

    OrganizationGroup.objects.create(organization=group, joinable="open")
    with acting(person):
        join_openly(person, organization=group, display_name="Wren", now=now)
        token = new_token()
        actions.make_calendar_address(token=token, now=now)
    starts = now + timedelta(days=3)
    series = make_series(group, title="Women who left", seen_by="members", sensitive=True)
    row = make_gathering(series, starts_at=starts)
    url = reverse("feeds-my-ics", args=[token])
    answer = client.get(url)
    told = answer.content.decode()
    assert "SUMMARY:Gathering" in told and "Women" not in told and "Wren" not in told and "Safe" not in told
    assert answer["Cache-Control"] == "private, no-cache"
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    with as_program():
        actions.move_gathering(row, starts_at=starts + timedelta(days=1), ends_at=starts + timedelta(days=1, hours=1), now=now)
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 200
    assert token not in str(CalendarAddress.objects.values().get())
    with acting(person):
        actions.make_calendar_address(token=new_token(), now=now)
    assert client.get(url).status_code == 404
    assert client.get(reverse("feeds-my-ics", args=["a" * 40])).status_code == 404
