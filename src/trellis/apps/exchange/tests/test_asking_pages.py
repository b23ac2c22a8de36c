"""A lift to dialysis on Thursdays, page by page, with a number and signed in; and what nobody else may see."""

import re
import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.models.gazetteer import Place
from trellis.apps.exchange.models import Handover, Match, Need, Offer
from trellis.apps.exchange.tests.made_asking import NOW, asked, match_of, offered, person
from trellis.core.letters.models import Letter

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def at(monkeypatch):
    """Sets the moment at which pages are asked for."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(NOW)
    return set_to


@pytest.fixture
def clacton():
    return Place.objects.create(
        kind="town", name="Clacton-on-Sea", folded="clacton on sea", slug="clacton-on-sea",
        latitude=51.7896, longitude=1.1551, population=50_000, country="GB", source="test", source_key="1",
    )  # fmt: skip


def browser(who=None) -> Client:
    client = Client()
    if who is not None:
        client.force_login(who)
    return client


def walked(client: Client, page: str, *answers: dict):
    """Answer page after page; the last one presses Send."""
    response = client.get(page)
    for answer in answers:
        carried: dict[str, list[str]] = {}
        for name, value in HIDDEN.findall(response.content.decode()):
            carried.setdefault(name, []).append(value)
        response = client.post(page, {**carried, "go": "next", **answer})
        assert response.status_code == 200, response.content.decode()[:500]
    return response


LIFT = (
    {"what-kind": "lift", "what-words": "A lift to the hospital and back", "what-more": "It is for dialysis."},
    {"often-repeats": "weekly"},
    {"weekly-weekdays": ["3"], "weekly-begins": "9", "weekly-ends": "12"},
    {"where-place": "clacton", "where-reach_km": "0"},
    {"limits-limits": [], "limits-speaks": ""},
)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_lift_on_thursdays_is_asked_for_with_a_number_found_agreed_done_and_thanked_for(at, clacton):
    helper = person("Dev")
    offered(helper)
    visitor = browser()
    page = walked(visitor, reverse("exchange-ask"), *LIFT, {"who-choosing": "myself", "who-email": "mo@example.org"})
    assert "Check your answers" in text(page)
    assert "Every week" in text(page)
    page = walked_on(visitor, page, go="send")
    number = re.search(r"(\d{4} \d{4} \d{4} \d{4})", text(page))[1]
    need = Need.objects.get()
    assert (need.person, need.weekdays, need.area, need.more) == (None, "TH", "Clacton-on-Sea", "It is for dialysis.")
    assert number.replace(" ", "") not in str(need.__dict__)
    again = walked_on(visitor, None, again=page)
    assert number in text(again)
    assert Need.objects.count() == 1

    match = match_of(need, helper)
    theirs = browser(helper)
    shown = text(theirs.get(reverse("exchange-asked", args=[match.pk])))
    assert "A lift to the hospital and back" in shown
    assert "dialysis" not in shown
    assert "You offered this: a lift." in shown
    for _twice in range(2):
        theirs.post(reverse("exchange-asked", args=[match.pk]), {"says": "yes"})
    [letter] = [each for each in Letter.objects.filter(recipient=None) if each.address == "mo@example.org"]
    assert str(need.pk) not in letter.path
    assert "lift" not in letter.subject + letter.body

    assert visitor.get(reverse("exchange-need", args=[need.pk])).status_code == 404
    assert "found nothing" in text(visitor.post(reverse("exchange-receipt"), {"code": "1" * 16}))
    assert visitor.post(reverse("exchange-receipt"), {"code": number}).status_code == 302
    shown = text(visitor.get(reverse("exchange-need", args=[need.pk])))
    assert "1 person can help" in shown
    assert "They are about" in shown
    assert "dev@example.org" not in shown
    for _twice in range(2):
        assert visitor.post(reverse("exchange-choose", args=[match.pk])).status_code == 302
    suggestion = {"on_0": "26", "on_1": "11", "on_2": "2026", "begins": "9:00", "ends": "12:30", "where": "The blue door", "repeats": "on"}
    at_when = reverse("exchange-when", args=[match.pk])
    assert 'value="9:00"' in visitor.get(at_when).content.decode() or 'value="09:00"' in visitor.get(at_when).content.decode()
    for _twice in range(2):
        sent = visitor.post(at_when, {**suggestion, "form_key": "11111111-1111-4111-8111-111111111111"})
        assert sent.status_code == 302, text(sent)
    handover = Handover.objects.get()
    at_handover = reverse("exchange-handover", args=[handover.pk])
    shown = text(theirs.get(reverse("exchange-match", args=[match.pk])))
    assert "The blue door" in shown
    assert "It is for dialysis." in shown
    theirs.post(at_handover, {"do": "agree", "form_key": str(uuid.uuid4())})
    note = {"words": "I have a red car.", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert theirs.post(reverse("exchange-match", args=[match.pk]), note).status_code == 302
    assert text(visitor.get(reverse("exchange-match", args=[match.pk]))).count("I have a red car.") == 1

    at(NOW + timedelta(days=3, hours=4))
    visitor.post(reverse("exchange-receipt"), {"code": number})
    page = visitor.post(at_handover, {"do": "done", "form_key": str(uuid.uuid4())}, follow=True)
    assert "Say thank you" in text(page)
    thanks = {"do": "thank", "words": "You saved my week.", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        visitor.post(at_handover, thanks)
    handover.refresh_from_db()
    assert (handover.state, handover.thanks) == ("done", "You saved my week.")
    assert "You saved my week." in text(theirs.get(reverse("exchange-match", args=[match.pk])))
    assert "You helped 1 time." in text(theirs.get(reverse("exchange")))


def walked_on(client: Client, page, *, go: str = "send", again=None):
    """Press Send on the page that checks; `again` presses the same button once more, as a browser does after Back."""
    if again is not None:
        return client.post(reverse("exchange-ask"), client.sent)
    carried: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.content.decode()):
        carried.setdefault(name, []).append(value)
    client.sent = {**carried, "go": go}
    return client.post(reverse("exchange-ask"), client.sent)


def test_an_offer_is_made_and_asked_for_by_name_from_the_list(at, clacton):
    giver, seeker = person("Ann"), person("Bo")
    theirs = browser(giver)
    page = walked(
        theirs,
        reverse("exchange-give") + "?kind=food",
        {"what-kind": "food", "what-words": "Soup on Fridays"},
        {"often-repeats": "anytime"},
        {"where-place": "Clacton-on-Sea", "where-reach_km": "3"},
        {"meets-meets": ["no_dogs"], "meets-capacity": "2"},
        {"who-listed": "yes"},
    )
    assert "Check your answers" in text(page)
    carried: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.content.decode()):
        carried.setdefault(name, []).append(value)
    for _twice in range(2):
        assert "Thank you for offering" in text(theirs.post(reverse("exchange-give"), {**carried, "go": "send"}))
    offer = Offer.objects.get()
    assert (offer.capacity, offer.meets_limits, offer.listed) == (2, ["no_dogs"], True)
    seen = browser().get(reverse("exchange-offers"))
    assert "Soup on Fridays" in text(seen)
    assert "Ann" not in text(seen)
    asking = f"{reverse('exchange-ask')}?offer={offer.pk}"
    page = walked(
        browser(seeker),
        asking,
        {"what-kind": "food", "what-words": "Something warm", "what-more": ""},
        {"often-repeats": "anytime"},
        {"where-place": "Clacton-on-Sea", "where-reach_km": "3"},
        {"limits-limits": []},
        {"who-choosing": "first"},
    )
    client = browser(seeker)
    carried = {}
    for name, value in HIDDEN.findall(page.content.decode()):
        carried.setdefault(name, []).append(value)
    client.post(asking, {**carried, "go": "send"})
    assert Match.objects.get().offer == offer


def test_a_place_nobody_knows_and_a_day_that_is_over_are_told_and_nothing_is_lost(at, clacton):
    client = browser()
    page = walked(client, reverse("exchange-ask"), *LIFT[:3], {"where-place": "Xyzzyton", "where-reach_km": "0"})
    assert "We do not know this place" in text(page)
    assert "A lift to the hospital and back" in page.content.decode()
    page = walked(
        client, reverse("exchange-ask"), LIFT[0], {"often-repeats": "once"}, {"once-on_0": "1", "once-on_1": "11", "once-on_2": "2026"}
    )
    assert "This day is over" in text(page)


def test_others_find_nothing_of_a_need_and_who_said_no_is_not_told(at):
    asker, helper, other = person("Mo"), person("Dev"), person("Eve")
    offered(helper)
    need = asked(asker, more="Third floor")
    match = match_of(need, helper)
    for address in (
        reverse("exchange-need", args=[need.pk]),
        reverse("exchange-match", args=[match.pk]),
        reverse("exchange-asked", args=[match.pk]),
    ):
        assert browser(other).get(address).status_code == 404
    assert browser(asker).get(reverse("exchange-match", args=[match.pk])).status_code == 404
    assert browser(helper).get(reverse("exchange-need", args=[need.pk])).status_code == 404
    browser(helper).post(reverse("exchange-asked", args=[match.pk]), {"says": "no"})
    shown = text(browser(asker).get(reverse("exchange-need", args=[need.pk])))
    assert "Dev" not in shown
    assert "Nobody has said yes yet" in shown
    assert "lift to the hospital" not in text(browser(helper).get(reverse("exchange-asked", args=[match.pk])))


def test_stop_asking_me_is_one_press(at):
    helper, asker = person("Dev"), person("Mo")
    offer = offered(helper)
    match = match_of(asked(asker), helper)
    browser(helper).post(reverse("exchange-asked", args=[match.pk]), {"says": "stop"})
    offer.refresh_from_db()
    assert offer.state == "paused"
    assert not asked(person("Kim")).matches.exists()
    browser(helper).post(reverse("exchange-pace"), {"most_a_month": "2"})
    offer.refresh_from_db()
    assert offer.state == "open"
    assert asked(person("Lou")).matches.count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_the_front_page_asks_as_much_of_the_database_for_one_as_for_three(at, n, django_assert_num_queries):
    me = person("Mo")
    for number in range(n):
        offered(person(f"Dev{number}"))
        offered(me, kind="food")
        asked(me, when=None)
        asked(person(f"Kim{number}"), kind="food", when=None)
    client = browser(me)
    client.get(reverse("exchange"))
    with django_assert_num_queries(14):
        client.get(reverse("exchange"))


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_offers_asks_as_much_for_one_as_for_three(at, n, django_assert_num_queries):
    for number in range(n):
        offered(person(f"Dev{number}"), listed=True)
    with django_assert_num_queries(2):
        browser().get(reverse("exchange-offers"))
