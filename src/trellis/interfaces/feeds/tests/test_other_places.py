"""Following another place that runs Trellis: signatures, keys, loops, what is gone, groups elsewhere."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from trellis.apps.directory.actions.following import accept_held, follow_source, start_following
from trellis.apps.directory.actions.networks import set_findable
from trellis.apps.directory.models import Following, FollowState, GroupElsewhere, Location, Organization, Origin, Service
from trellis.apps.directory.tests.factories import make_location, make_organization, make_person, make_service
from trellis.core import signing
from trellis.core.actions import acting, as_program
from trellis.interfaces.feeds import fetching
from trellis.interfaces.feeds.following import checking
from trellis.interfaces.feeds.tests.samples import NOW

pytestmark = pytest.mark.django_db


class Elsewhere:
    """Another place, with a key of its own."""

    def __init__(self, served, settings, folder, name: str):
        self.served, self.settings, self.folder, self.name = served, settings, folder, name
        self.home = served.address
        self.n_spoken = 0
        self.records = [
            ("organization", f"10000000-0000-4000-8000-{n:012}", {"name": f"Harwich group {n}", "kind": "peer_group"}) for n in range(6)
        ]

    def as_itself(self, do):
        own = self.settings.TRELLIS_DATA
        self.settings.TRELLIS_DATA = self.folder
        try:
            return do()
        finally:
            self.settings.TRELLIS_DATA = own

    def line(self, said: dict, *, via=None) -> dict:
        text = json.dumps({"home": self.home, **said}, sort_keys=True)
        return self.as_itself(lambda: {"said": text, "key": signing.public_key(), "signature": signing.sign(text)}) | (
            {"via": via} if via else {}
        )

    def lines(self) -> list[dict]:
        return [self.line({"kind": kind, "id": pk, "place": self.name, "record": record}) for kind, pk, record in self.records]

    def speak(self, more: list[dict] = (), *, lines: list[dict] | None = None, end: bool = True, groups: list[dict] = ()) -> None:
        feed = f"{self.home}/network/records.ndjson"
        about = {
            "trellis": 1,
            "name": self.name,
            "home": self.home,
            "feeds": {"records": feed},
            "time_zone": "Europe/London",
        }
        self.served.answer("/.well-known/trellis.json", self.as_itself(lambda: signing.signed(about)))
        told = [*(self.lines() if lines is None else lines), *more]
        n = len(told)
        told.append(self.line({"groups": list(groups)}))
        if end:
            told.append(self.line({"end": n}))
        body = "\n".join(json.dumps(each) for each in told) + "\n"
        self.served.answer("/network/records.ndjson", body, kind="application/x-ndjson")


@pytest.fixture
def harwich(served, settings, tmp_path, monkeypatch) -> Elsewhere:
    settings.FOLLOW_PRIVATE = True
    monkeypatch.setattr(fetching, "PAUSE", 0)
    place = Elsewhere(served, settings, tmp_path / "harwich", "Harwich")
    place.speak()
    return place


def followed(place: Elsewhere) -> Following:
    with as_program():
        following = follow_source(url=place.home, kind="trellis", name="", now=NOW)
    assert check(following, 0) == "ready"
    with as_program():
        start_following(again(following), now=NOW)
    assert check(following, 1) == "taken"
    return again(following)


def again(following: Following) -> Following:
    return Following.objects.select_related("source").get(pk=following.pk)


def check(following: Following, days: int) -> str:
    return checking.check(again(following), now=NOW + timedelta(days=days))


def codes(following: Following) -> list[str]:
    return [each["code"] for each in again(following).findings]


def test_records_carry_their_origin_and_the_page_says_so(harwich, client):
    following = followed(harwich)

    assert following.place_name == "Harwich"
    origin = Origin.objects.get(origin_id=harwich.records[0][1])
    assert signing.holds(origin.said, origin.signature, following.key)
    page = client.get(f"/organization/{origin.record_id}").content.decode()
    assert "From Harwich." in page
    assert "The signature holds." in page
    assert f"{harwich.home}/organization/{harwich.records[0][1]}" in page


def test_what_did_not_change_costs_one_request(harwich):
    following = followed(harwich)
    harwich.served.asked.clear()

    assert check(following, 2) == "same"
    assert [path for path, _headers in harwich.served.asked] == ["/network/records.ndjson"]


def test_a_line_that_was_changed_on_its_way_holds_everything_back_and_can_not_be_accepted(harwich, client):
    following = followed(harwich)
    lines = harwich.lines()
    lines[2]["said"] = lines[2]["said"].replace("Harwich group 2", "Somebody else")
    harwich.speak(lines=lines)

    assert check(following, 2) == "held"
    assert codes(following) == ["signature"]
    assert not Organization.objects.filter(name="Somebody else").exists()
    client.force_login(make_person("keeper", email="keeper@example.org"))
    page = client.get(f"/keep/following/{following.pk}").content.decode()
    assert "The signature does not hold" in page
    assert "Take it in" not in page
    assert "Leave it as it is" in page


def test_another_key_is_held_back_until_a_keeper_says_yes(harwich, tmp_path):
    following = followed(harwich)
    old = following.key
    harwich.folder = tmp_path / "another"
    harwich.records[0][2]["name"] = "New name"
    harwich.speak()

    assert check(following, 2) == "held"
    assert codes(following) == ["key"]
    assert again(following).key == old
    with acting(make_person("keeper", email="keeper@example.org")):
        accept_held(again(following), now=NOW)
    assert check(following, 3) == "taken"
    assert again(following).key != old
    assert Organization.objects.filter(name="New name").exists()


def test_an_answer_that_breaks_off_takes_nothing(harwich):
    following = followed(harwich)
    harwich.records[0][2]["name"] = "New name"
    harwich.speak(end=False)

    assert check(following, 2) == "failed"
    assert again(following).failure == "cut_off"
    assert not Organization.objects.filter(name="New name").exists()


def test_what_its_owner_calls_gone_is_withdrawn_at_once_and_kept(harwich):
    following = followed(harwich)
    kind, pk, _record = harwich.records.pop()
    harwich.speak([harwich.line({"kind": kind, "id": pk, "place": "Harwich", "gone": True})])

    assert check(following, 2) == "taken"
    gone = Organization.objects.get(source_key=pk)
    assert gone.status == "inactive"


def test_ours_does_not_come_back_and_chains_are_short(harwich, settings, tmp_path):
    own = Elsewhere(harwich.served, settings, settings.TRELLIS_DATA, "Here")
    own.home = settings.TRELLIS_URL
    far = Elsewhere(harwich.served, settings, tmp_path / "far", "Far")
    far.home = "https://far.example"
    record = {"name": "Passed on", "kind": "other"}
    pk = "50000000-0000-4000-8000-00000000000"
    harwich.speak(
        [
            own.line({"kind": "organization", "id": pk + "1", "place": "Here", "record": record}, via=[harwich.home]),
            far.line({"kind": "organization", "id": pk + "2", "place": "Far", "record": record}, via=[harwich.home]),
            far.line({"kind": "organization", "id": pk + "3", "place": "Far", "record": record}, via=["a", "b", "c", harwich.home]),
            far.line({"kind": "organization", "id": pk + "4", "place": "Far", "record": record}),
            far.line({"kind": "organization", "id": pk + "5", "place": "Far", "record": record}, via=[settings.TRELLIS_URL, harwich.home]),
        ]
    )
    followed(harwich)

    assert [each.source_key for each in Organization.objects.filter(name="Passed on")] == [pk + "2"]
    origin = Origin.objects.get(origin_id=pk + "2")
    assert (origin.home, origin.place_name, origin.via) == ("https://far.example", "Far", [harwich.home])


@pytest.mark.parametrize(
    "record",
    [
        {"name": 5},
        {"name": "x", "contacts": "y"},
        {"name": "x", "contacts": [{"phone": []}]},
        {"name": "x", "translations": {"es": 3}},
        {"name": "x", "assured_on": "tomorrow"},
        [],
        None,
    ],
)
def test_a_record_of_the_wrong_form_is_refused_alone(harwich, record):
    harwich.speak([harwich.line({"kind": "organization", "id": "60000000-0000-4000-8000-000000000000", "place": "H", "record": record})])
    followed(harwich)

    assert Organization.objects.count() == 6


def test_what_this_place_tells_is_public_only_and_can_be_verified(client, settings):
    group = make_organization()
    make_service(group, make_location(group))
    make_location(group, name="The safe house", address_1="1 Secret Lane", confidential=True, public_area="Near Clacton")

    answer = client.get("/network/records.ndjson")
    text = b"".join(answer.streaming_content).decode()

    for secret in ("Ann Secret", "960999", "Secret Lane", "safe house"):
        assert secret not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert all(signing.holds(each["said"], each["signature"], signing.public_key()) for each in lines)
    assert json.loads(lines[-1]["said"])["end"] == len(lines) - 2
    assert client.get("/network/records.ndjson", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    make_service(group, name="One more")
    assert client.get("/network/records.ndjson", headers={"If-None-Match": answer["ETag"]}).status_code == 200
    about = client.get("/.well-known/trellis.json").json()
    assert signing.is_signed(about)
    assert not signing.is_signed(about | {"name": "Another"})
    assert about["feeds"]["records"] == f"{settings.TRELLIS_URL}/network/records.ndjson"


def test_unchanged_is_answered_by_one_look_at_one_row(client, django_assert_num_queries):
    make_service()
    etag = client.get("/network/records.ndjson")["ETag"]
    with django_assert_num_queries(1):
        assert client.get("/network/records.ndjson", headers={"If-None-Match": etag}).status_code == 304


def test_what_came_from_elsewhere_is_told_in_its_owners_words(harwich, client):
    followed(harwich)
    Organization.objects.filter(source_key=harwich.records[0][1]).update(name="Corrected here")

    text = b"".join(client.get("/network/records.ndjson").streaming_content).decode()

    line = next(json.loads(each) for each in text.splitlines() if harwich.records[0][1] in each)
    assert json.loads(line["said"])["record"]["name"] == "Harwich group 0"
    assert line["via"] == ["http://localhost"]
    assert signing.holds(line["said"], line["signature"], line["key"])
    assert line["key"] != signing.public_key()


def test_groups_that_agreed_find_each_other_and_never_a_person(harwich, client):
    group = {
        "id": "70000000-0000-4000-8000-000000000000", "name": "Harwich Grief Café", "topics": ["grief", "nonsense"],
        "page": f"{harwich.home}/organization/7", "hello": f"{harwich.home}/hello/7",
    }  # fmt: skip
    elsewhere = {**group, "id": "8", "page": "https://evil.example/"}
    harwich.speak(groups=[group, elsewhere, {"name": 5}])
    followed(harwich)
    ours = make_organization(name="Pier Grief Circle")
    with acting(make_person("editor", ours, email="editor@example.org")):
        set_findable(ours, topics=["grief"], now=NOW)

    assert [(each.topic, each.name) for each in GroupElsewhere.objects.all()] == [("grief", "Harwich Grief Café")]
    page = client.get("/networks/grief").content.decode()
    assert "Harwich Grief Café" in page
    assert "Pier Grief Circle" in page
    told = client.get("/interests.json").json()
    assert signing.is_signed(told)
    assert [(each["name"], each["topics"]) for each in told["groups"]] == [("Pier Grief Circle", ["grief"])]
    assert "editor" not in json.dumps(told)


def test_a_place_does_not_follow_itself(served, settings):
    settings.FOLLOW_PRIVATE = True
    settings.TRELLIS_URL = served.address
    about = {"name": "Here", "home": served.address, "feeds": {"records": served.address + "/network/records.ndjson"}}
    served.answer("/.well-known/trellis.json", signing.signed(about))
    with as_program():
        following = follow_source(url=served.address, kind="trellis", name="", now=NOW)

    assert check(following, 0) == "failed"
    assert again(following).state == FollowState.LOOKING


def test_services_keep_their_place_and_hours(harwich):
    place = (
        "location",
        "20000000-0000-4000-8000-000000000000",
        {"name": "Quay Hall", "city": "Harwich", "latitude": 51.9, "longitude": 1.28},
    )
    service = (
        "service",
        "30000000-0000-4000-8000-000000000000",
        {
            "name": "Harwich supper", "organization_key": harwich.records[0][1], "kind": "activity", "cost": "free",
            "places": [{"location_key": place[1], "schedules": [{"weekdays": [2], "opens_at": "18:00"}]}],
            "contacts": [{"phone": "01632 960777", "visibility": "keepers"}],
        },
    )  # fmt: skip
    harwich.records += [place, service]
    harwich.speak()
    followed(harwich)

    row = Service.objects.get(name="Harwich supper")
    assert row.organization.name == "Harwich group 0"
    assert row.at_locations.get().location == Location.objects.get(name="Quay Hall")
    assert row.at_locations.get().schedules.get().opens_at.hour == 18
    assert row.contacts.get().visibility == "public"


class OurOwnPages(fetching.Web):
    """Asks this place's own addresses, without a network."""

    def __init__(self, client):
        super().__init__()
        self.client = client

    def download(self, url, target, *, tries=1, largest=0, known=None):
        headers = {"If-None-Match": known.etag} if known and known.etag else {}
        response = self.client.get(url.removeprefix("https://ours.example"), headers=headers)
        if response.status_code == 404:
            raise fetching.Missing(url, "404")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        target.write_bytes(body)
        answer = fetching.Answer(
            response.get("Content-Type", "").partition(";")[0], response.get("ETag", ""), unchanged=response.status_code == 304
        )
        self.asked.append((url, answer))
        return answer


def test_our_own_hsds_can_be_followed_by_anybody_in_one_request(client):
    make_service(make_organization(), name="One")
    make_service(name="Two")
    with as_program():
        following = follow_source(url="https://ours.example/hsds/", kind="hsds", name="As HSDS", now=NOW)

    assert checking.check(again(following), now=NOW, web=OurOwnPages(client)) == "ready"
    found = again(following)
    assert found.counts["meeting"]["added"] == 2
    assert found.feed_url.endswith("/hsds/services?format=ndjson&full=true")
    Following.objects.filter(pk=found.pk).update(state=FollowState.OK)
    web = OurOwnPages(client)
    assert checking.check(again(following), now=NOW, web=web) == "same"
    assert len(web.asked) == 1


def passed_on(place: Elsewhere, number: int, home: str) -> dict:
    """A record that the place passes on as somebody else's, signed with a key of its own making."""
    said = {"kind": "organization", "id": f"90000000-0000-4000-8000-{number:012}", "place": "Far", "record": {"name": f"Far {number}"}}
    return place.line({"home": home, **said}, via=[place.home])


@pytest.mark.parametrize(
    "home",
    [
        "HTTP://LOCALHOST", "http://localhost/", "http://localhost:80", "http://localhost/town", "http://user@localhost",
        "javascript:alert(1)//x", "https://far.example?x", "https://far.example/../y", "",
    ],
)  # fmt: skip
def test_nobody_speaks_in_our_name_however_it_is_written(harwich, home):
    harwich.speak([passed_on(harwich, 1, home)])
    followed(harwich)
    assert not Origin.objects.filter(place_name="Far").exists()


def test_nobody_speaks_for_the_followed_place_under_another_spelling(harwich):
    harwich.speak([passed_on(harwich, 1, f"{harwich.home}/town")])
    followed(harwich)
    assert not Origin.objects.filter(place_name="Far").exists()


def test_the_first_key_of_a_place_that_is_not_followed_is_the_one_that_counts(harwich, tmp_path):
    harwich.speak([passed_on(harwich, 1, "https://far.example")])
    following = followed(harwich)
    known = Origin.objects.get(home="https://far.example").key

    own, harwich.folder = harwich.folder, tmp_path / "impostor"
    forged = [passed_on(harwich, number, "https://far.example") for number in (1, 2)]
    harwich.folder = own
    harwich.speak(forged)
    check(following, 2)

    assert {each.key for each in Origin.objects.filter(home="https://far.example")} == {known}
    assert Origin.objects.filter(home="https://far.example").count() == 1
