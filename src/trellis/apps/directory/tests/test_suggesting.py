"""Suggesting what nobody had listed: a question a page, nothing lost, held until a keeper publishes it."""

import re
import uuid

import pytest
from django.urls import reverse

from trellis.apps.directory.actions import InvalidRecord, SuggestionRecord, key_in, leave_suggestion, publish_suggestion, suggest
from trellis.apps.directory.models import Organization, Revision, Service, Suggestion
from trellis.apps.directory.queries.alike import alike, likeness
from trellis.apps.directory.tests.factories import NOW, make_location, make_organization, make_person
from trellis.core.actions import Refused, WrongState, acting
from trellis.core.letters.models import Letter
from trellis.kernels.text import human_code

pytestmark = pytest.mark.django_db
ANSWERS = [
    ("name", {"name": "Clacton Mosque kitchen"}),
    ("what", {"sort": "faith_body", "about": "A free meal for everybody."}),
    ("where", {"place": "12 Pier Lane", "town": "Clacton-on-Sea", "postal_code": "CO15 1AA"}),
    ("when", {"weekdays": ["4"], "opens_at": "1pm", "closes_at": "2.30pm", "when_note": ""}),
    ("reach", {"phone": "01632 960111", "email": "", "website": "", "reach_visibility": "public"}),
    ("who", {"teller": "amina@example.org"}),
]


def words(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def hidden(page: str) -> dict:
    found: dict = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        if name not in ("csrfmiddlewaretoken", "step"):
            found.setdefault(name, []).append(value)
    return found


def to_the_check(client) -> str:
    page = words(client.get(reverse("directory-suggest")))
    for step, answers in ANSWERS:
        page = words(client.post(reverse("directory-suggest"), {**hidden(page), "step": step, **answers}))
    return page


def test_told_in_six_questions_checked_sent_followed_and_published(client):
    page = to_the_check(client)
    assert "Check what you tell us" in page
    assert "Friday 13:00–14:30" in page
    assert client.cookies.keys() <= {"csrftoken"}, "no cookie but the form's own"
    sent = {**hidden(page), "step": "check"}
    done = words(client.post(reverse("directory-suggest"), sent))
    code = re.search(r"<bdi>([2-9A-Z]{9})</bdi>", done)[1]
    assert words(client.post(reverse("directory-suggest"), sent)).count(code) == 1, "sent twice counts once"
    suggestion = Suggestion.objects.get()
    assert not Organization.objects.exists()
    assert "amina" not in str(Suggestion.objects.values().get())
    assert "Waiting for a keeper" in words(client.post(reverse("directory-follow"), {"code": code.lower()}))

    with acting(make_person("keeper", email="k@example.org")):
        made = publish_suggestion(suggestion, now=NOW)
    service = Service.objects.get()
    assert (made.name, made.kind, made.assured_on) == ("Clacton Mosque kitchen", "faith_body", None)
    assert service.at_locations.get().location.city == "Clacton-on-Sea"
    assert (service.schedules.get().byday, str(service.schedules.get().opens_at)) == ("FR", "13:00:00")
    assert {each.state for each in Revision.objects.all()} == {"approved"}
    assert {each.channel for each in Revision.objects.all()} == {"suggestion"}
    assert Letter.objects.filter(address__isnull=False).count() == 1
    page = words(client.post(reverse("directory-follow"), {"code": code}))
    assert reverse("directory-organization", args=[made.pk]) in page


def test_a_wrong_answer_is_asked_again_and_nothing_is_lost(client):
    page = to_the_check(client)
    page = words(client.post(reverse("directory-suggest"), {**hidden(page), "step": "check", "go": "when"}))
    assert 'value="1pm"' in page
    page = words(client.post(reverse("directory-suggest"), {**hidden(page), "step": "when", "opens_at": "half past", "weekdays": ["4"]}))
    assert "Enter a time like 9:30 or 7pm." in page
    assert "12 Pier Lane" in page
    page = words(client.post(reverse("directory-suggest"), {**hidden(page), "step": "when", "opens_at": "2pm", "weekdays": ["4", "5"]}))
    assert "Check what you tell us" in page
    assert "Friday, Saturday 14:00" in page


def test_an_empty_name_a_forged_step_and_a_huge_answer_are_answered_kindly(client):
    assert "There is a problem" in words(client.post(reverse("directory-suggest"), {"step": "name", "name": " "}))
    assert "There is a problem" in words(client.post(reverse("directory-suggest"), {"step": "nothing"}))
    assert "There is a problem" in words(client.post(reverse("directory-suggest"), {"step": "check"}))
    assert "Make this shorter" in words(client.post(reverse("directory-suggest"), {"step": "name", "name": "x" * 3000}))
    assert not Suggestion.objects.exists()


def test_those_that_are_alike_are_shown_on_the_way(client):
    make_organization(name="Clacton Mosque Kitchens")
    page = words(client.post(reverse("directory-suggest"), {"step": "name", "name": "clacton mosque kitchen"}))
    assert "Is it one of these?" in page
    page = words(client.post(reverse("directory-suggest"), {**hidden(page), "step": "alike"}))
    assert "What is it?" in page
    answers = {**hidden(page), "sort": "other", "about": "", "step": "where", "town": "Clacton-on-Sea"}
    assert "When is it?" in words(client.post(reverse("directory-suggest"), answers)), "the same ones are not shown twice"


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("St John's Hall", "saint johns hall", "same_name"),
        ("Bereavement Café", "Bereavement Cafe", "same_name"),
        ("Clacton Union Branch", "Clacton Unoin Branch", "like_name"),
        ("Harwich Bereavement Cafe", "Bereavement Cafe", "like_name"),
        ("مقهى الحداد", "مقهى الحداد", "same_name"),
        ("Clacton Choir", "Clacton Band", ""),
    ],
)
def test_how_alike_two_names_are(one, other, how):
    assert likeness(one, other) == likeness(other, one) == how


def test_the_one_in_the_same_town_comes_first():
    far, near = make_organization(name="Bereavement Cafe"), make_organization(name="Bereavement Café")
    make_location(near, city="Harwich")
    make_location(far, city="Maldon")
    assert [each.pk for each in alike("bereavement cafe", town="Harwich")] == [near.pk, far.pk]


def test_too_many_from_one_place_wait_and_lose_nothing(client):
    page = to_the_check(client)
    for _number in range(12):
        client.post(reverse("directory-suggest"), {**hidden(page), "step": "check", "form_key": str(uuid.uuid4())})
    answer = client.post(reverse("directory-suggest"), {**hidden(page), "step": "check", "form_key": str(uuid.uuid4())})
    assert "Nothing is lost" in words(answer, 429)
    assert "12 Pier Lane" in answer.content.decode()
    assert Suggestion.objects.count() == 12


def test_a_group_that_has_not_agreed_is_reached_by_keepers_only(client):
    told = SuggestionRecord(name="Quiet group", phone="01632 960222", reach_visibility="keepers")
    with acting(None):
        suggestion = suggest(told=told, now=NOW)
    with acting(make_person("keeper", email="k@example.org")):
        made = publish_suggestion(suggestion, now=NOW)
    assert "960222" not in words(client.get(reverse("directory-organization", args=[made.pk])))


def test_not_published_needs_a_reason_and_a_decision_is_made_once():
    with acting(None):
        suggestion = suggest(told=SuggestionRecord(name="Spam"), now=NOW)
    with acting(make_person("keeper", email="k@example.org")):
        with pytest.raises(WrongState):
            leave_suggestion(suggestion, answer=" ", now=NOW)
        leave_suggestion(suggestion, answer="It is an advertisement.", now=NOW)
        with pytest.raises(WrongState):
            publish_suggestion(Suggestion.objects.get(), now=NOW)
    assert Suggestion.objects.get().state == "declined"


def test_only_keepers_publish_and_for_others_a_suggestion_is_not_there(client):
    with acting(None):
        suggestion = suggest(told=SuggestionRecord(name="A group"), now=NOW)
    client.force_login(make_person("editor", make_organization(), email="e@example.org"))
    assert client.get(reverse("directory-keep-suggestion", args=[suggestion.pk])).status_code == 404


def test_a_paper_form_is_typed_in_once_by_an_organizer(client):
    sheet = human_code(12345)
    with acting(make_person("organizer", email="o@example.org")):
        made = key_in(told=SuggestionRecord(name="Union branch"), sheet=sheet.lower(), now=NOW)
        with pytest.raises(InvalidRecord, match="typed in already"):
            key_in(told=SuggestionRecord(name="Union branch"), sheet=sheet, now=NOW)
        with pytest.raises(InvalidRecord, match="not the number"):
            key_in(told=SuggestionRecord(name="Union branch"), sheet="2222223", now=NOW)
    assert (made.on_paper, made.sheet) == (True, sheet)
    with acting(make_person(email="m@example.org")), pytest.raises(Refused):
        key_in(told=SuggestionRecord(name="Union branch"), now=NOW)


def test_the_keying_page_shows_what_is_alike_and_keeps_what_was_typed(client):
    client.force_login(make_person("organizer", email="o@example.org"))
    make_organization(name="Union branch")
    sent = {"name": "Union Branch", "sort": "other", "reach_visibility": "keepers", "form_key": str(uuid.uuid4()), "town": "Harwich"}
    page = words(client.post(reverse("directory-keep-paper"), sent))
    assert "Is it one of these?" in page
    assert 'value="Harwich"' in page
    assert client.post(reverse("directory-keep-paper"), {**sent, "looked": "1"}).status_code == 302
    assert Suggestion.objects.get().keyed_by.email == "o@example.org"


def test_each_printed_sheet_has_a_number_of_its_own(client):
    pages = [words(client.get(reverse("directory-suggest-paper"))) for _number in range(2)]
    assert len({re.search(r"Form number ([2-9A-Z]{7})", page)[1] for page in pages}) == 2


def test_a_wrong_code_says_what_is_wrong_with_it(client):
    assert "not a whole code" in words(client.post(reverse("directory-follow"), {"code": "ABCDEFGHI"}))
    assert "know nothing under this code" in words(client.post(reverse("directory-follow"), {"code": human_code(99, length=8)}))
