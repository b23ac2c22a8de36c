"""Following a list on a small server of this machine: asked once, taken whole, held back when odd."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from trellis.apps.directory.actions import change_record, retire_record
from trellis.apps.directory.actions.following import accept_held, check_now, follow_source, refuse_held, start_following, stop_following
from trellis.apps.directory.models import Correction, Following, FollowState, Organization, Service
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import make_person
from trellis.core.actions import acting, as_program
from trellis.core.jobs.models import JobKey
from trellis.core.models import Letter, LogEntry
from trellis.interfaces.feeds import fetching
from trellis.interfaces.feeds.following import checking
from trellis.interfaces.feeds.following import web as guarded
from trellis.interfaces.feeds.following.jobs import check_due_lists, withdraw_list
from trellis.interfaces.feeds.following.web import GuardedWeb, NotPublic, connect
from trellis.interfaces.feeds.inputs import Unusable
from trellis.interfaces.feeds.tests.samples import NOW
from trellis.interfaces.feeds.tests.serving import Server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_this_machine(settings, monkeypatch):
    settings.FOLLOW_PRIVATE = True
    monkeypatch.setattr(fetching, "PAUSE", 0)


def services(n: int, **more) -> list[dict]:
    return [
        {
            "id": f"00000000-0000-4000-8000-{each:012}", "name": f"Group number {each}", "status": "active", **more,
            "organization": {"id": f"10000000-0000-4000-8000-{each // 10:012}", "name": f"Organization {each // 10}", "description": "x"},
        }
        for each in range(n)
    ]  # fmt: skip


def followed(served: Server, rows: list[dict], *, kind: str = "hsds", path: str = "/services.json") -> Following:
    """A list that was looked at, started and taken in."""
    served.answer(path, rows)
    with as_program():
        following = follow_source(url=served.address + path, kind=kind, name="The county", now=NOW)
    assert check(following, 0) == "ready"
    with as_program():
        start_following(again(following), now=NOW)
    assert check(following, 1) == "taken"
    return again(following)


def again(following: Following) -> Following:
    return Following.objects.select_related("source").get(pk=following.pk)


def check(following: Following, days: int) -> str:
    return checking.check(again(following), now=NOW + timedelta(days=days))


def running() -> int:
    return Service.objects.filter(status="active").count()


@pytest.mark.parametrize("n", [400, pytest.param(4000, marks=[pytest.mark.slow, pytest.mark.long])])
def test_a_list_of_services_that_did_not_change_costs_one_request(served, django_assert_max_num_queries, n):
    following = followed(served, services(n))
    assert running() == n
    served.asked.clear()
    served.statuses.clear()
    n_entries = LogEntry.objects.count()

    with django_assert_max_num_queries(25):
        assert check(following, 2) == "same"

    assert [path for path, _headers in served.asked] == ["/services.json"]
    assert served.statuses == [304]
    assert LogEntry.objects.count() == n_entries + 1


def test_a_server_without_marks_is_asked_once_and_nothing_is_read_or_written(served):
    following = followed(served, services(12))
    served.marks = False
    served.answer("/services.json", services(12))
    check(following, 2)
    served.asked.clear()

    assert check(following, 3) == "same"
    assert len(served.asked) == 1
    assert not again(following).etag


def test_pages_whose_mark_is_of_the_whole_list_cost_one_request(served):
    rows = services(250)

    def page(query):
        number = int(query.get("page", 1))
        return {"total_pages": 3, "page_number": number, "contents": rows[(number - 1) * 100 : number * 100], "total_items": 250}

    served.answer("/api", {"version": "3.1", "profile": "x"})
    served.answer("/api/services", page, etag='"whole-1"')
    with as_program():
        following = follow_source(url=served.address + "/api", kind="hsds", name="The county", now=NOW)
    check(following, 0)
    with as_program():
        start_following(again(following), now=NOW)
    assert check(following, 1) == "taken"
    assert running() == 250
    served.asked.clear()

    assert check(following, 2) == "same"
    assert len(served.asked) == 1


def test_a_change_arrives_and_the_rest_stays(served):
    following = followed(served, services(12))
    changed = services(12)
    changed[3]["name"] = "New name"
    served.answer("/services.json", changed)

    assert check(following, 2) == "taken"

    assert Service.objects.get(source_key=changed[3]["id"]).name == "New name"
    assert again(following).counts["service"] == {"added": 0, "changed": 1, "unchanged": 11, "refused": 0, "gone": 0}


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("html", "<!doctype html><title>Moved</title>"),
        ("unreadable", "sorry, try again"),
        ("empty", []),
        ("doubled", services(12) + services(12)),
        ("lost", services(6)),
        ("all_new", [{**each, "id": "2" + each["id"][1:], "organization": None} for each in services(12)]),
        ("grown", services(150)),
        ("renamed", [{**each, "name": "x " + each["name"]} for each in services(12)]),
    ],
)
def test_what_is_odd_is_held_back_and_a_person_asked(served, code, answer):
    following = followed(served, services(12))
    keeper = make_person("keeper", email="keeper@example.org")
    before = list(Service.objects.order_by("pk").values_list("name", "status"))
    served.answer("/services.json", answer)

    assert check(following, 2) == "held"

    held = again(following)
    assert code in [each["code"] for each in held.findings]
    assert list(Service.objects.order_by("pk").values_list("name", "status")) == before
    letter = Letter.objects.filter(recipient=keeper).first()
    assert letter.subject == "Something waits for you to look at"
    assert "county" not in letter.body

    served.asked.clear()
    assert check(following, 3) == "same"
    assert again(following).state == FollowState.HELD
    assert Letter.objects.filter(recipient=keeper).count() == Letter.objects.values("channel").distinct().count()

    changed = services(12)
    changed[0]["description"] = "A good list again"
    served.answer("/services.json", changed)
    assert check(following, 4) == "taken"
    assert again(following).state == FollowState.OK
    assert again(following).findings == []


def test_a_keeper_says_yes_and_it_is_taken(served):
    following = followed(served, services(12))
    served.answer("/services.json", services(6))
    check(following, 2)
    with acting(make_person("keeper", email="keeper@example.org")):
        accept_held(again(following), now=NOW)

    assert check(following, 3) == "taken"
    assert running() == 12, "missing once is not gone"
    assert check(following, 4) == "same"
    assert running() == 6
    assert Service.objects.count() == 12


def test_a_keeper_says_no_and_is_not_asked_again(served):
    following = followed(served, services(12))
    served.answer("/services.json", services(6))
    check(following, 2)
    with acting(make_person("keeper", email="keeper@example.org")):
        refuse_held(again(following), now=NOW)

    assert check(following, 3) == "same"
    assert check(following, 4) == "same"
    assert again(following).state == FollowState.OK
    assert running() == 12


def test_yes_counts_for_the_list_that_was_seen_and_not_for_the_next_one(served):
    following = followed(served, services(12))
    served.answer("/services.json", services(6))
    check(following, 2)
    with acting(make_person("keeper", email="keeper@example.org")):
        accept_held(again(following), now=NOW)
    served.answer("/services.json", services(2))

    assert check(following, 3) == "held"
    assert running() == 12


def test_gone_after_two_readings_and_back_again(served):
    following = followed(served, services(12))
    served.answer("/services.json", services(11))

    assert check(following, 2) == "taken"
    assert running() == 12
    assert check(following, 3) == "same"
    assert running() == 11
    gone = Service.objects.get(status="inactive")
    assert gone.closed_reason

    served.answer("/services.json", services(12))
    check(following, 4)
    gone.refresh_from_db()
    assert gone.status == "active"


def test_a_page_that_fails_in_the_middle_takes_nothing(served):
    rows = services(250)

    def page(query):
        number = int(query.get("page", 1))
        return {"total_pages": 3, "page_number": number, "contents": rows[(number - 1) * 100 : number * 100]}

    served.answer("/api", {"version": "3.1"})
    served.answer("/api/services", page)
    with as_program():
        following = follow_source(url=served.address + "/api", kind="hsds", name="The county", now=NOW)
    check(following, 0)
    with as_program():
        start_following(again(following), now=NOW)
    check(following, 1)
    for each in rows:
        each["description"] = "changed"
    served.failing = "page=2"

    assert check(following, 2) == "failed"

    assert again(following).failure == "cut_off"
    assert again(following).state == FollowState.FAILING
    assert not Service.objects.filter(description="changed").exists()
    assert running() == 250


def test_a_list_that_can_not_be_reached_is_asked_later_and_later_and_keepers_are_told_once(served):
    following = followed(served, services(5))
    keeper = make_person("keeper", email="keeper@example.org")
    served.failing = "services"
    pauses = []
    for day in range(5):
        assert check(following, day + 2) == "failed"
        found = again(following)
        pauses.append((found.next_check_at - found.last_checked_at).days)

    assert pauses == [1, 2, 4, 7, 7]
    assert Letter.objects.filter(recipient=keeper).count() == Letter.objects.values("channel").distinct().count()
    served.failing = ""
    assert check(following, 8) == "same"
    assert again(following).state == FollowState.OK
    assert running() == 5


def test_a_run_that_was_killed_is_finished_by_the_next(served, monkeypatch):
    following = followed(served, services(5))
    served.answer("/services.json", services(640))
    monkeypatch.setattr(checking.guards, "GROWN_FEWEST", 10_000)
    monkeypatch.setattr(checking.guards, "GROWN_TIMES", 10_000)
    whole, calls = checking.import_records, []

    def dies(source, records, **options):
        def some():
            for number, each in enumerate(records):
                if number == 600:
                    raise KeyboardInterrupt
                yield each

        calls.append(1)
        return whole(source, some() if len(calls) == 1 else records, **options)

    monkeypatch.setattr(checking, "import_records", dies)
    with pytest.raises(KeyboardInterrupt):
        check(following, 2)
    assert 5 < Service.objects.count() + Organization.objects.count() < 704

    assert check(following, 3) == "taken"
    assert running() == 640


def test_only_what_is_near(served):
    rows = services(4)
    near, far = (
        {
            "id": f"30000000-0000-4000-8000-00000000000{n}",
            "name": f"Hall {n}",
            "location_type": "physical",
            "latitude": latitude,
            "longitude": 1.15,
        }
        for n, latitude in ((1, 51.8), (2, 53.0))
    )
    for number, place in ((0, near), (1, far)):
        rows[number]["service_at_locations"] = [{"id": f"40000000-0000-4000-8000-00000000000{number}", "location": place}]
    served.answer("/services.json", rows)
    with as_program():
        area = {"latitude": 51.79, "longitude": 1.15, "km": 30, "name": "Clacton-on-Sea"}
        following = follow_source(url=served.address + "/services.json", kind="hsds", name="The county", area=area, now=NOW)
    check(following, 0)
    with as_program():
        start_following(again(following), now=NOW)
    check(following, 1)

    assert sorted(Service.objects.values_list("name", flat=True)) == ["Group number 0", "Group number 2", "Group number 3"]


def test_stopping_keeps_or_withdraws(served):
    following = followed(served, services(5))
    with acting(make_person("keeper", email="keeper@example.org")):
        stop_following(again(following), withdraw=True, now=NOW)
    assert JobKey.objects.filter(key=f"withdraw:{following.pk}").exists()
    assert check_due_lists.func() == 0

    assert withdraw_list.func(str(following.pk)) == 6
    assert running() == 0
    assert Service.objects.count() == 5


def test_a_request_is_queued_once(served):
    following = followed(served, services(5))
    with acting(make_person("keeper", email="keeper@example.org")):
        check_now(again(following), now=NOW)
        check_now(again(following), now=NOW)
    assert JobKey.objects.filter(key=f"following:{following.pk}").count() == 1


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.0.1",
        "::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
        "64:ff9b::a9fe:a9fe",
        "2130706433",
    ],
)  # fmt: skip
def test_addresses_inside_are_never_asked(settings, host):
    settings.FOLLOW_PRIVATE = False
    with pytest.raises(NotPublic):
        connect((host, 80))


def test_a_redirect_inside_is_not_followed_and_the_keeper_is_told_why(served, settings):
    settings.FOLLOW_PRIVATE = False
    with as_program():
        following = follow_source(url=served.address + "/services.json", kind="hsds", name="x", now=NOW)

    assert check(following, 0) == "failed"
    assert again(following).failure == "private"
    assert again(following).state == FollowState.LOOKING
    assert served.asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/x", "http://user:secret@example.org/", "http://[::1", "http:///x"]
)
def test_only_the_web_is_asked(url):
    with pytest.raises(Unusable):
        GuardedWeb().check(url)


def test_an_answer_without_end_is_cut(served, tmp_path):
    web = GuardedWeb()
    web.largest = 10_000
    served.answer("/big", "x" * 20_000)
    with pytest.raises(Unusable, match="larger"):
        web.download(served.address + "/big", tmp_path / "big")


def test_a_correction_stays_when_the_list_changes_and_a_keeper_is_shown(served, client):
    following = followed(served, services(12))
    row = Service.objects.get(source_key=services(1)[0]["id"])
    keeper = make_person("keeper", email="keeper@example.org")
    record = record_of(row)
    record.name = "As we call it"
    with acting(keeper):
        change_record(row, record=record, now=NOW)
    changed = services(12)
    changed[0]["name"], changed[0]["description"] = "Their new name", "Their new words"
    served.answer("/services.json", changed)

    assert check(following, 2) == "taken"

    row.refresh_from_db()
    assert (row.name, row.description) == ("As we call it", "Their new words")
    correction = Correction.objects.get()
    page = client.get(f"/service/{row.pk}").content.decode()
    assert "Their version: “Their new name”" in page
    assert "From The county." in page
    assert "It is not signed." in page
    client.force_login(keeper)
    shown = client.get(f"/keep/following/correction/{correction.pk}").content.decode()
    assert "Their new name" in shown
    assert "As we call it" in shown
    form_key = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    client.post(f"/keep/following/correction/{correction.pk}", {"form_key": form_key, "deed": "theirs"})
    row.refresh_from_db()
    assert row.name == "Their new name"
    assert not Correction.objects.exists()

    changed[0]["description"] = "Again new"
    served.answer("/services.json", changed)
    check(following, 3)
    row.refresh_from_db()
    assert (row.name, row.description) == ("Their new name", "Again new")


def test_a_meeting_guide_list_is_followed_too(served):
    rows = [
        {"slug": f"m{n}", "name": f"Meeting {n}", "day": n % 7, "time": "19:00", "types": ["O"], "timezone": "Europe/London"}
        for n in range(12)
    ]
    following = followed(served, rows, kind="meetings", path="/meetings.json")
    assert running() == 12
    served.asked.clear()
    assert check(following, 2) == "same"
    assert len(served.asked) == 1
    shifted = [{**row, "time": "20:00"} for row in rows]
    served.answer("/meetings.json", shifted)
    assert check(following, 3) == "held"
    assert [each["code"] for each in again(following).findings] == ["zone"]


def test_nothing_of_a_person_stands_in_what_is_kept_of_an_odd_list(served):
    rows = services(12)
    for row in rows:
        row["contacts"] = [{"id": "c" + row["id"], "name": "Ann Secret", "phones": [{"id": "p", "number": "01632 960999"}]}]
    following = followed(served, rows)
    served.answer("/services.json", rows[:3])
    check(following, 2)
    assert "Ann" not in json.dumps(again(following).findings)
    assert "960999" not in json.dumps(again(following).findings)


def test_what_a_keeper_here_knows_to_have_ended_does_not_come_back_with_the_next_change(served):
    following = followed(served, services(12))
    row = Service.objects.get(source_key=services(1)[0]["id"])
    with acting(make_person("keeper", email="keeper@example.org")):
        retire_record(row, now=NOW)
    changed = services(12)
    changed[0]["description"] = "New words"
    served.answer("/services.json", changed)

    assert check(following, 2) == "taken"
    row.refresh_from_db()
    assert (row.description, row.status) == ("New words", "inactive")
    assert Correction.objects.get().field == "status"


def test_all_answers_of_one_reading_together_are_bounded(served, settings, tmp_path, monkeypatch):
    """Each page may be large; twenty thousand of them may not."""
    settings.FOLLOW_PRIVATE = True
    monkeypatch.setattr(guarded, "LARGEST_IN_ALL", 1500)
    served.answer("/page", "x" * 1000)
    web = GuardedWeb()
    web.download(f"{served.address}/page", tmp_path / "one")
    with pytest.raises(Unusable, match="larger than can be taken"):
        web.download(f"{served.address}/page", tmp_path / "two")
