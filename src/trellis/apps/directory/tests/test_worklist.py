"""The work list, the mistakes behind it, the counting of readers, the estimate and the simulation."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.actions import InvalidRecord, report_mistake, settle_mistake, take_over
from trellis.apps.directory.actions.seeing import note_listed, note_opened, write_down
from trellis.apps.directory.models import Mistake, RecordSeen, Revision, Service
from trellis.apps.directory.queries import misled
from trellis.apps.directory.queries.simulating import Assumptions, minutes_needed, simulate
from trellis.apps.directory.queries.worklist import work_for
from trellis.apps.directory.tests.factories import NOW, TODAY, make_location, make_organization, make_person, make_service
from trellis.core.actions import NotFound, Refused, WrongState, acting

pytestmark = pytest.mark.django_db
OLD = TODAY - timedelta(days=500)


@pytest.fixture
def keeper(client):
    person = make_person("keeper", email="k@example.org")
    client.force_login(person)
    return person


def stale(organization, name, opened=0, **fields) -> Service:
    row = make_service(organization, name=name, **{"assured_on": OLD, **fields})
    if opened:
        RecordSeen.objects.create(kind="service", record_id=row.pk, week=TODAY - timedelta(days=7), opened=opened)
    return row


def names(found) -> list[str]:
    return [each.row.name for each in found]


def test_what_many_people_see_comes_first_and_what_harms_most_before_it(keeper):
    organization = make_organization()
    stale(organization, "Seen", opened=80)
    stale(organization, "Unseen")
    stale(organization, "Risky", opened=60, sensitive=True)
    make_service(organization, name="Fresh", assured_on=TODAY)
    found, total = work_for(keeper, today=TODAY)
    assert (names(found), total) == (["Risky", "Seen", "Unseen"], 3)
    assert "About 8 people see it in a week." in found[0].reasons
    assert "Somebody at risk may rely on it." in found[0].reasons
    assert found[2].reasons[0].startswith("Last confirmed")


def test_a_fresh_record_that_its_own_contact_reports_is_to_be_looked_at(keeper):
    organization = make_organization()
    stale(organization, "Old", opened=3)
    told = make_service(organization, name="Told", assured_on=TODAY)
    with acting(None):
        report_mistake(told, parts=["ended"], by_contact=True, now=NOW)
        report_mistake(told, parts=["hours"], now=NOW)
    found, _total = work_for(keeper, today=TODAY)
    assert len(found) == 2
    (mine,) = [each for each in found if each.row.name == "Told"]
    assert mine.reasons[:2] == ("Its own contact says that something has changed.", "1 person told us of a mistake.")
    assert mine.chance > 0.95


def test_an_editor_works_on_their_own_and_in_as_many_queries_as_for_three(django_assert_num_queries):
    organization = make_organization()
    stale(make_organization(name="Other"), "Not theirs")
    stale(organization, "Theirs")
    editor = make_person("editor", organization, email="e@example.org")
    editor.holds("keeper")
    for number in range(2):
        with django_assert_num_queries(6):
            found, _total = work_for(editor, today=TODAY)
        assert len(found) == 1 + 2 * number
        stale(organization, "More")
        stale(organization, "And more")


def test_the_page_costs_the_same_for_many(client, keeper, django_assert_max_num_queries):
    organization = make_organization()
    for number in range(12):
        stale(organization, f"Group {number}", assured_on=timezone.localdate() - timedelta(days=500))
    client.get(reverse("directory-keep-work"))
    with django_assert_max_num_queries(10):
        page = client.get(reverse("directory-keep-work")).content.decode()
    assert "12 records to look at." in page


@pytest.mark.parametrize(
    ("do", "then"),
    [
        ("rung", lambda row: row.assured_on == timezone.localdate() and row.assured_by == "a keeper who rang them"),
        ("seen", lambda row: row.assured_on == timezone.localdate()),
        ("close", lambda row: row.status == "temporarily_closed"),
        ("retire", lambda row: row.status == "inactive"),
    ],
)
def test_one_press_settles_a_record_and_the_next_follows(client, keeper, do, then):
    organization = make_organization(assured_on=timezone.localdate())
    first, second = stale(organization, "First", assured_on=None, sensitive=True), stale(organization, "Second")
    sent = {"kind": "service", "record": first.pk, "do": do, "form_key": str(uuid.uuid4())}
    page = client.post(reverse("directory-keep-work"), sent, follow=True).content.decode()
    first.refresh_from_db()
    assert then(first)
    if do != "close":
        assert 'id="first"><bdi>Second' in page
    assert client.post(reverse("directory-keep-work"), sent).status_code == 302, "pressed twice counts once"
    assert second.status == "active"


def test_the_press_answers_those_who_reported_it_too(client, keeper):
    row = stale(
        make_organization(assured_on=timezone.localdate()), "Told", closed_until=TODAY - timedelta(days=90), status="temporarily_closed"
    )
    with acting(None):
        mistake = report_mistake(row, parts=["hours"], now=NOW)
    assert "closed until a day that has passed" in client.get(reverse("directory-keep-work")).content.decode()
    for do in ("rung", "reopen"):
        sent = {"kind": "service", "record": row.pk, "do": do, "form_key": str(uuid.uuid4())}
        assert client.post(reverse("directory-keep-work"), sent).status_code == 302
    mistake.refresh_from_db()
    row.refresh_from_db()
    assert (mistake.state, row.status) == ("not_so", "active")
    assert "right as it stands" in client.post(reverse("directory-follow"), {"code": mistake.code}).content.decode()


def test_later_shows_the_next_one_and_loses_nothing(client, keeper):
    organization = make_organization()
    first = stale(organization, "First", opened=50)
    stale(organization, "Second")
    page = client.get(reverse("directory-keep-work"), {"later": [str(first.pk), "nonsense"]}).content.decode()
    assert 'id="first"><bdi>Second' in page


def test_a_mistake_is_told_without_an_account_and_followed(client):
    service = make_service()
    address = reverse("directory-mistake", args=["service", service.pk])
    assert address in client.get(reverse("directory-service", args=[service.pk])).content.decode()
    page = client.post(address, {"right": "On Tuesdays", "form_key": str(uuid.uuid4())}).content.decode()
    assert "There is a problem" in page
    assert "On Tuesdays" in page
    page = client.post(address, {"parts": ["hours"], "right": "On Tuesdays", "form_key": str(uuid.uuid4())}).content.decode()
    mistake = Mistake.objects.get()
    assert mistake.code in page
    with acting(make_person("keeper", email="k@example.org")):
        settle_mistake(mistake, fixed=False, answer="They told us Mondays.", now=NOW)
    assert "They told us Mondays." in client.post(reverse("directory-follow"), {"code": mistake.code}).content.decode()


def test_a_report_about_one_text_becomes_a_change_in_one_press(keeper):
    service = make_service()
    with acting(None):
        mistake = report_mistake(service, parts=["who"], right="Anybody over 50.", now=NOW)
    with acting(keeper):
        take_over(mistake, now=NOW)
    service.refresh_from_db()
    assert service.eligibility_description == "Anybody over 50."
    assert Mistake.objects.get().state == "fixed"


def test_an_editor_proposes_what_a_report_says_and_the_report_waits():
    organization = make_organization()
    service = make_service(organization)
    with acting(None):
        mistake = report_mistake(service, parts=["about"], right="For everybody.", now=NOW)
        several = report_mistake(service, parts=["about", "hours"], right="All.", now=NOW)
    with acting(make_person("editor", organization, email="e@example.org")):
        take_over(mistake, now=NOW)
        with pytest.raises(WrongState, match="more than one text"):
            take_over(several, now=NOW)
    assert Revision.objects.get(state="proposed").changed == ["description"]
    assert Mistake.objects.get(pk=mistake.pk).state == "waiting"


def test_reports_that_cannot_be(client):
    service = make_service()
    secret = make_location(make_organization(), confidential=True, public_area="Near Clacton", name="Rose House")
    with acting(None):
        with pytest.raises(InvalidRecord):
            report_mistake(service, parts=["nonsense"], now=NOW)
        with pytest.raises(NotFound):
            report_mistake(secret, parts=["place"], now=NOW)
        for _number in range(40):
            report_mistake(service, parts=["hours"], now=NOW)
        with pytest.raises(WrongState, match="Many people"):
            report_mistake(service, parts=["hours"], now=NOW)
    with acting(make_person(email="m@example.org")), pytest.raises((Refused, NotFound)):
        settle_mistake(Mistake.objects.first(), fixed=True, now=NOW)
    assert client.get(reverse("directory-mistake", args=["location", secret.pk])).status_code == 404


def test_reading_writes_nothing_and_is_counted_later(client, django_assert_num_queries):
    service = make_service()
    write_down(now=NOW)  # what other tests read
    RecordSeen.objects.all().delete()
    for agent in ("Mozilla/5.0", "Mozilla/5.0", "Googlebot/2.1"):
        response = client.get(reverse("directory-service", args=[service.pk]), headers={"user-agent": agent})
    assert not response.cookies
    assert not RecordSeen.objects.exists()
    with django_assert_num_queries(0):
        note_listed(response.wsgi_request, [])
        note_opened(response.wsgi_request, "service", service.pk)
    assert write_down(now=NOW) == 1
    row = RecordSeen.objects.get()
    assert (row.opened, row.week, row.week.weekday()) == (2, TODAY, 0)
    assert {field.name for field in RecordSeen._meta.fields} == {"id", "kind", "record_id", "week", "opened", "listed"}
    note_opened(response.wsgi_request, "service", service.pk)
    client.get(reverse("directory-service", args=[service.pk]))
    write_down(now=NOW)
    assert RecordSeen.objects.get().opened == 3


def test_the_estimate_is_a_range_and_counts_only_what_was_seen_since():
    organization = make_organization()
    row = stale(organization, "Stale", opened=100)
    RecordSeen.objects.create(kind="service", record_id=row.pk, week=OLD - timedelta(days=30), opened=500)
    fresh = make_service(organization, name="Fresh", assured_on=TODAY)
    RecordSeen.objects.create(kind="service", record_id=fresh.pk, week=TODAY - timedelta(days=30), opened=500)
    found = misled.estimates([row, fresh], today=TODAY)
    assert found[row.pk].n_opened == 100
    assert 2 < found[row.pk].low < found[row.pk].high < 50
    assert found[row.pk].high == pytest.approx(5 * found[row.pk].low)
    assert found[fresh.pk] == misled.Estimate()


def test_keepers_see_the_estimate_and_others_do_not(client, keeper):
    stale(make_organization(), "Stale", opened=100)
    assert "openings of pages were counted" in client.get(reverse("directory-keep-misled")).content.decode()
    client.force_login(make_person("editor", make_organization(), email="e@example.org"))
    assert client.get(reverse("directory-keep-misled")).status_code == 403


def test_the_same_assumptions_give_the_same_year_and_more_time_gives_more():
    told = Assumptions(records=300)
    assert simulate(told) == simulate(told)
    assert simulate(told) != simulate(replace(told, seed=8))
    shares = [simulate(replace(told, minutes_a_week=minutes)).share[-1] for minutes in (0, 2, 5, 20)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in simulate(told).share)
    assert simulate(told).minutes <= 52 * 10 + 15


def test_ten_minutes_a_week_keep_four_hundred_records_and_not_a_thousand():
    assert simulate(Assumptions(records=400)).share[-1] >= 0.9
    assert simulate(Assumptions(records=1_000)).share[-1] < 0.9
    needed = minutes_needed(Assumptions(records=1_000))
    assert 10 < needed < 40
    assert simulate(Assumptions(records=1_000, minutes_a_week=needed)).share[-1] >= 0.9
    assert minutes_needed(Assumptions(records=50, found_there=0.0, has_address=0.0, has_number=0.0)) is None
