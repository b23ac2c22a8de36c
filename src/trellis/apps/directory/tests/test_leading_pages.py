"""The walk through the questions: one on each page, nothing lost by a mistake, sent once."""

import re
import uuid

import pytest

from trellis.apps.directory.models import LeadershipAnswer, LeadershipView
from trellis.apps.directory.tests.factories import NOW, make_organization, make_person
from trellis.apps.directory.tests.test_leadership import answered, members
from trellis.apps.people.queries.membership import membership_of

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ALL = {
    "saw-who": "people", "designed-who": "people", "leads-who": "people", "decides-who": "mix", "decides-words": "We vote.",
    "experience-experiences": ["grief"], "stands-stands": "own", "support-supported": "no",
}  # fmt: skip


def hidden(page: str) -> dict:
    found: dict = {}
    for name, value in HIDDEN.findall(page):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def test_an_editor_answers_page_by_page(client):
    organization = make_organization()
    client.force_login(make_person("editor", organization, email="e@example.org"))
    address = f"/organization/{organization.pk}/leads/answer"
    page = client.get(address).content.decode()
    assert "Who saw the problem?" in page

    page = client.post(address, {"at": "saw", "saw-words": "On the bus", "go": "next"}).content.decode()
    assert "Choose one. “We don’t know” is an answer too." in page
    assert "On the bus" in page

    told: dict = {"saw-who": "people", "saw-words": "On the bus"}
    for at, more, following in (
        ("saw", {}, "Who designed the answer?"),
        ("designed", {"designed-who": "service"}, "Who leads?"),
        ("leads", {"leads-who": "mix"}, "Who decides?"),
        ("decides", {"decides-who": "funder"}, "Which experience do those who lead share?"),
        ("experience", {"experience-experiences": ["grief", "caring"]}, "What is it?"),
        ("stands", {"stands-stands": "inside"}, "could not do without"),
        ("support", {"support-supported": "yes", "support-supporter": "Nobody knows"}, "We do not know this organization"),
        ("support", {"support-supporter": ""}, "How else do the people"),
        ("part", {"part-takes_part": ["advisory"]}, "Check your answers"),
    ):
        told |= more
        page = client.post(address, {**told, "at": at, "go": "next"}).content.decode()
        assert following in page
        lost = {name for name in told if name not in hidden(page)} if "Check" in following else set()
        assert lost <= {"support-supporter"}

    page = client.post(address, {**told, "go": "change:leads"}).content.decode()
    assert "Who leads?" in page
    told["leads-who"] = "people"
    page = client.post(address, {**told, "at": "leads", "returning": "1", "go": "next"}).content.decode()
    assert "Check your answers" in page

    key = str(uuid.uuid4())
    for _twice in range(2):
        sent = client.post(address, {**told, "go": "send", "form_key": key})
        assert (sent.status_code, sent["Location"]) == (302, f"/organization/{organization.pk}/leads")
    answer = LeadershipAnswer.objects.get()
    assert (answer.leads, answer.decides, answer.words, answer.experiences) == (
        "people",
        "funder",
        {"saw": "On the bus"},
        ["grief", "caring"],
    )
    assert (answer.stands, answer.supported, answer.takes_part) == ("inside", True, ["advisory"])


def test_what_was_missed_is_asked_before_anything_is_sent(client):
    organization = make_organization()
    client.force_login(make_person("editor", organization, email="e@example.org"))
    told = {**ALL, "decides-who": "nonsense"}
    page = client.post(f"/organization/{organization.pk}/leads/answer", {**told, "go": "send", "form_key": str(uuid.uuid4())})
    assert "Choose one of the answers in the list." in page.content.decode()
    assert LeadershipAnswer.objects.count() == 0


def test_peers_are_asked_what_they_share_and_services_are_not(client):
    organization = make_organization()
    client.force_login(make_person("editor", organization, email="e@example.org"))
    told = {**ALL, "leads-who": "service", "decides-who": "service", "at": "decides", "go": "next"}
    assert "What is it?" in client.post(f"/organization/{organization.pk}/leads/answer", told).content.decode()


def test_a_member_says_how_they_see_it_and_takes_it_back(client):
    organization = make_organization()
    answered(organization)
    (membership,) = members(organization, 1)
    client.force_login(membership.person)
    address = f"/organization/{organization.pk}/leads/your-view"
    page = client.get(address)
    assert "As you see it: who saw the problem?" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    told = {**ALL, "decides-who": "service"}
    sent = client.post(address, {**told, "go": "send", "form_key": str(uuid.uuid4())})
    assert sent.status_code == 302
    assert LeadershipView.objects.get().answers["decides"] == "service"
    assert "Take back what I said" in client.get(address).content.decode()
    client.post(f"/organization/{organization.pk}/leads/take-back")
    assert LeadershipView.objects.count() == 0


def test_for_others_the_members_page_is_not_there(client):
    organization = make_organization()
    answered(organization)
    members(organization, 1)
    keeper = make_person("keeper", email="k@example.org")
    assert membership_of(keeper, organization) is None
    client.force_login(keeper)
    assert client.get(f"/organization/{organization.pk}/leads/your-view").status_code == 404


def test_the_next_rung_says_what_to_do(client):
    organization = make_organization()
    answered(organization, now=NOW)
    client.force_login(make_person("editor", organization, email="e@example.org"))
    assert "highest rung" in client.get(f"/organization/{organization.pk}/leads/next").content.decode()
    LeadershipAnswer.objects.update(supported=True)
    page = client.get(f"/organization/{organization.pk}/leads/next").content.decode()
    assert "a second source of money" in page
