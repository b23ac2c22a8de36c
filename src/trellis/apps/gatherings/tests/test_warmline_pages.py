"""The pages of a line, and that nothing typed on them about a caller is kept."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_person, make_service
from trellis.apps.gatherings.actions import warmline_care as care
from trellis.apps.gatherings.models import Debrief, EscalationStep, StepTaken, Supervision, Warmline, WarmlineContact, WarmlineWatch
from trellis.apps.gatherings.queries.warmline_calls import TODAY
from trellis.apps.gatherings.tests.line_factories import HOUR, SEVEN, give_turn, make_line, make_member, make_shift
from trellis.core.actions import acting

pytestmark = pytest.mark.django_db
END = SEVEN + 2 * HOUR


@pytest.fixture
def clock(monkeypatch):
    """The moment that pages believe it is."""
    moment = {"now": SEVEN}
    monkeypatch.setattr(timezone, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def line():
    return make_line(calls_a_day=2)


@pytest.fixture
def wren(line):
    person = make_member(line.organization, name="Wren")
    give_turn(make_shift(line.organization), person)
    return person


def key(**told):
    return {"form_key": str(uuid.uuid4())} | told


def main(response) -> str:
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_the_page_says_at_each_second_whether_somebody_is_on(client, line, wren, clock):
    address = reverse("warmline", args=[line.pk])
    page = client.get(address)
    assert page["Cache-Control"].count("no-store") == 1
    assert "Nobody is on now." in main(page) and "999" in main(page)

    client.force_login(wren)
    desk = reverse("warmline-desk", args=[line.pk])
    assert "I’m on now" in main(client.get(desk))
    client.post(desk, {"do": "begin"})
    client.logout()
    assert "Somebody is on now, until 21:00." in main(client.get(address))

    clock["now"] = END - timedelta(seconds=1)
    assert "Somebody is on now" in main(client.get(address))
    clock["now"] = END
    page = main(client.get(address))
    assert "Nobody is on now." in page and "Nobody has taken the next turn yet" in page
    assert "tel:999" in page


def test_beside_the_service_and_the_organization_the_same_is_said(client, line, wren, clock):
    service = make_service(line.organization)
    for address in (f"/service/{service.pk}", f"/organization/{line.organization_id}"):
        assert "Nobody is on now." in main(client.get(address))


def test_whoever_is_on_hears_that_nobody_follows_and_may_stay(client, line, wren, clock):
    client.force_login(wren)
    desk = reverse("warmline-desk", args=[line.pk])
    client.post(desk, {"do": "begin"})
    assert "Nobody follows you" not in main(client.get(desk))
    clock["now"] = END - 30 * timedelta(minutes=1)
    page = main(client.get(desk))
    assert "Nobody follows you" in page and "I stay until 21:30" in page
    client.post(desk, {"do": "stay", "until": (END + 3 * HOUR).isoformat()})
    client.post(desk, {"do": "stay", "until": "nonsense"})
    assert WarmlineWatch.objects.get().ends_at == END
    client.post(desk, {"do": "stay", "until": (END + HOUR / 2).isoformat()})
    assert "You are on until 21:30." in main(client.get(desk))
    client.post(desk, {"do": "end"})
    client.post(desk, {"do": "end"})
    assert "Nobody is on now." in main(client.get(reverse("warmline", args=[line.pk])))


def test_two_hours_on_and_the_screen_says_time_for_a_break(client, line, clock):
    tern = make_member(line.organization, name="Tern")
    give_turn(make_shift(line.organization, hours=4), tern)
    client.force_login(tern)
    desk = reverse("warmline-desk", args=[line.pk])
    client.post(desk, {"do": "begin"})
    clock["now"] = END
    assert "Time for a break" in main(client.get(desk))
    client.post(desk, {"do": "rest"})
    assert "You are on a break." in main(client.get(desk))
    client.post(desk, {"do": "return"})
    assert "Time for a break" not in main(client.get(desk))


def test_a_contact_sent_twice_counts_once_and_keeps_nothing_that_was_not_asked(client, line, wren, clock):
    client.force_login(wren)
    client.post(reverse("warmline-desk", args=[line.pk]), {"do": "begin"})
    clock["now"] = SEVEN + HOUR
    address = reverse("warmline-contact", args=[line.pk])
    assert "Fill in" in main(client.post(address, key()))
    told = key(
        began="19:10", minutes="25", medium="phone", type="low", referral_offered="on", name="Canary", words="Canary", number="07700900123"
    )
    assert [client.post(address, told).status_code, client.post(address, told).status_code] == [302, 302]
    contact = WarmlineContact.objects.get()
    assert (contact.minutes, contact.started_at, contact.referral_offered) == (25, SEVEN + timedelta(minutes=10), True)
    listed = main(client.get(reverse("warmline-contacts", args=[line.pk])))
    assert contact.handler_code in listed and "Low or anxious" in listed
    remove = reverse("warmline-contact-remove", args=[contact.pk])
    assert "Remove this contact?" in main(client.get(remove))
    client.post(remove)
    assert not WarmlineContact.objects.exists()


def test_the_made_up_word_is_counted_and_never_said_again(client, line, wren, clock):
    TODAY.drop()
    client.force_login(wren)
    address = reverse("warmline-caller", args=[line.pk])
    pages = [main(client.post(address, key(word="zebrafinch"))) for _n in range(3)]
    assert ["contact 1 today" in pages[0], "contact 3 today" in pages[2], "You may end the call kindly" in pages[2]] == [True, True, True]
    assert "You may end" not in pages[1]
    assert not any("zebrafinch" in page for page in pages)
    TODAY.drop()


def test_the_steps_are_walked_one_at_a_time(client, line, wren, clock):
    editor = make_person("editor", line.organization)
    client.force_login(editor)
    new = reverse("warmline-step-new", args=[line.pk])
    client.post(new, key(words="Ask them straight.", told="nobody"))
    client.post(new, key(words="Ring the team.", told="crisis_team", number="111", asks_consent="on", shown_to_callers="on"))
    assert "as one rings it" in main(client.post(new, key(words="x", told="nobody", number="words")))
    edit = main(client.get(reverse("warmline-steps-edit", args=[line.pk])))
    assert "Ask them straight." in edit and "Move it up" in edit
    assert "Ring the team." in main(client.get(reverse("warmline", args=[line.pk])))

    client.force_login(wren)
    client.post(reverse("warmline-desk", args=[line.pk]), {"do": "begin"})
    begun = client.get(reverse("warmline-steps-begin", args=[line.pk]))
    walk = begun["Location"]
    page = main(client.get(walk))
    assert "Step 1 of 2" in page and "Ask them straight." in page and "Ring the team." not in page
    first, second = EscalationStep.objects.order_by("position")
    sent = key(step=str(first.pk), review="")
    client.post(walk, sent)
    client.post(walk, sent)
    page = main(client.get(walk))
    assert "tel:111" in page and "Did the caller agree?" in page
    assert "Choose an answer" in main(client.post(walk, key(step=str(second.pk), review="7")))
    client.post(walk, key(step=str(second.pk), consent="no", review="7"))
    assert "You have gone through all steps" in main(client.get(walk))
    assert [(each.position, each.consent) for each in StepTaken.objects.order_by("position")] == [(1, ""), (2, "no")]


def test_a_talk_is_asked_for_offered_and_agreed(client, line, wren, clock):
    robin = make_member(line.organization, name="Robin")
    talks = reverse("warmline-talks", args=[line.pk])
    client.force_login(robin)
    client.post(talks, {"do": "listen"})
    client.force_login(wren)
    client.post(talks, {"do": "ask"})
    debrief = Debrief.objects.get()
    talk = reverse("warmline-talk", args=[debrief.pk])
    client.force_login(robin)
    assert "Wren" in main(client.get(talks))
    assert "Write the time like" in main(client.post(talk, key(do="offer", on_0="24", on_1="11", on_2="2026", at="", words="By phone")))
    client.post(talk, key(do="offer", on_0="24", on_1="11", on_2="2026", at="19:00", words="I ring the line"))
    client.force_login(wren)
    page = main(client.get(talk))
    assert "I ring the line" in page and "That suits me" in page and "Robin" in page
    client.post(talk, {"do": "agree"})
    client.post(talk, {"do": "finish"})
    debrief.refresh_from_db()
    assert debrief.state == "done"


def test_supervision_is_noted_and_whose_is_due_is_for_organizers(client, line, wren, clock):
    with acting(wren):
        care.agree_to_listen(line, now=SEVEN - timedelta(days=60))
    address = reverse("warmline-supervision", args=[line.pk])
    editor = make_person("editor", line.organization)
    client.force_login(editor)
    assert "Wren" in main(client.get(address))
    client.force_login(wren)
    assert "Yours is due." in main(client.get(address)) and "Whose is due" not in main(client.get(address))
    client.post(address, key(on_0="22", on_1="11", on_2="2026", minutes="40", topics=["limits"], agreed="go_on"))
    assert Supervision.objects.get().minutes == 40


def test_a_line_is_set_up_changed_and_closed(client, wren, clock):
    organization = make_service().organization
    editor = make_person("editor", organization)
    client.force_login(editor)
    assert "Set up a line" in client.get(f"/organization/{organization.pk}").content.decode()
    new = reverse("warmline-new", args=[organization.pk])
    assert "at least one way" in main(client.post(new, key(name="Day Light")))
    made = client.post(new, key(name="Day Light", number="0300 123 4567"))
    line = Warmline.objects.get(name="Day Light")
    assert made["Location"] == reverse("warmline-steps-edit", args=[line.pk])
    setup = reverse("warmline-setup", args=[line.pk])
    client.post(setup, key(name="Day Line", number="0300 123 4567"))
    client.post(setup, {"do": "close"})
    assert "This line has closed." in main(client.get(reverse("warmline", args=[line.pk])))
    assert "Day Line" not in main(client.get(reverse("warmline-lines")))
    client.force_login(wren)
    assert client.get(setup).status_code == 404
    assert client.get(new).status_code == 404
