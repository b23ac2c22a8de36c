"""The pages of talk: nothing written is lost, sent twice counts once, and what is left when somebody is erased."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.people.tests.holders import make_person
from trellis.apps.talk import actions
from trellis.apps.talk.models import Card, Comment, Decision, Thread
from trellis.apps.talk.tests.test_talk import NOW, group, join, read, robin, say, thread, wren  # noqa: F401  fixtures
from trellis.core.actions import acting
from trellis.core.forgetting.erasing import erase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_a_thread_is_begun_and_answered_on_pages_and_twice_is_once(client, robin, wren):  # noqa: F811
    client.force_login(robin.person)
    address = reverse("talk-new", args=[robin.pk])
    assert "Give it a few words" in client.post(address, {"title": "", "body": "Hello"}).content.decode()
    sent = {"title": "Cake", "body": "<b>Who bakes?</b>", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302
    found = Thread.objects.get()
    client.force_login(wren.person)
    page = reverse("talk-thread", args=[found.pk])
    comment = {"body": "Me.", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(page, comment).status_code == 302
    shown = client.get(page).content.decode()
    assert "&lt;b&gt;Who bakes?&lt;/b&gt;" in shown
    assert shown.count("Me.") == 1
    assert "Real Name" not in shown
    assert f"about=talk.comment/{found.comments.get(author=robin).pk}" in shown


def test_what_is_too_much_for_one_hour_is_not_lost(client, group, thread):  # noqa: F811
    new = join(group, "Swift", days_ago=0)
    client.force_login(new.person)
    address = reverse("talk-thread", args=[thread.pk])
    for number in range(6):
        page = client.post(address, {"body": f"Thought {number}", "form_key": str(uuid.uuid4())})
    assert page.status_code == 200
    assert "You are new here" in page.content.decode()
    assert "Thought 5</textarea>" in page.content.decode()


def test_a_moderator_decides_on_a_page_and_must_say_why(client, thread, wren, robin):  # noqa: F811
    comment = say(thread, wren, "Fools.")
    with acting(robin.person):
        card = Card.objects.get(pk=actions.report_comment(comment, rule="hurts", now=NOW))
    client.force_login(make_person("moderator"))
    address = reverse("moderation-card", args=[card.pk])
    assert "Fools." in client.get(address).content.decode()
    page = client.post(address, {"what": "hide", "reason": "", "form_key": str(uuid.uuid4())}).content.decode()
    assert "Choose the rule that it breaks." in page
    assert "Say why" in page
    told = {"what": "hide", "rule": "hurts", "reason": "It hurts.", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(address, told).status_code == 302
    assert Decision.objects.count() == 1


def test_who_is_erased_takes_the_words_along_and_the_talk_goes_on(thread, robin, wren):  # noqa: F811
    comment = say(thread, wren, "My daughter is in hospital again.")
    with acting(robin.person):
        card = Card.objects.get(pk=actions.report_comment(comment, rule="tells", now=NOW))
    with acting(make_person("moderator")):
        actions.decide_card(card, what="limit", rule="tells", reason="It names a child.", now=NOW)
    erase(wren.person, now=NOW)
    comment.refresh_from_db()
    assert (comment.body, comment.person, comment.author) == ("", None, None)
    assert not Card.objects.exists()
    assert not Decision.objects.exists()
    assert read(thread, robin)[1] == ("Somebody who left", "", "The words are gone, because whoever wrote them left Trellis.")
    erase(robin.person, now=NOW)
    assert str(Thread.objects.get()) == "Without a title"
    assert Comment.objects.count() == 2


def test_a_thread_asks_the_database_little(client, thread, wren, django_assert_max_num_queries):  # noqa: F811
    for number in range(20):
        say(thread, wren, f"Line {number}")
    client.force_login(wren.person)
    with django_assert_max_num_queries(11):
        client.get(reverse("talk-thread", args=[thread.pk]))


def test_a_comment_can_be_a_worry_or_break_the_rules_and_outsiders_learn_nothing(client, thread, wren, robin):  # noqa: F811
    comment = say(thread, wren, "Fools.")
    about = {"about": f"talk.comment/{comment.pk}", "at": reverse("talk-thread", args=[thread.pk])}
    outside = client.get(reverse("worry-new"), about).content.decode()
    client.force_login(robin.person)
    inside = client.get(reverse("worry-new"), about).content.decode()
    report = reverse("talk-report", args=[comment.pk])
    assert ("What Wren wrote" in inside, report in inside) == (True, True)
    assert ("Wren" in outside, report in outside) == (False, False)
    assert "Choose what is wrong with it." in client.post(report, {"words": "Unkind."}).content.decode()
    assert "Unkind.</textarea>" in client.post(report, {"words": "Unkind."}).content.decode()
    sent = client.post(report, {"rule": "hurts", "words": "Unkind.", "form_key": str(uuid.uuid4())}, follow=True)
    assert "Sent to the moderators." in sent.content.decode()
    assert Card.objects.get().evidence["text"] == "Fools."
