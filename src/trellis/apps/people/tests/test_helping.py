"""Typing for somebody: named, for a reason, said yes to, for half an hour, only what was agreed, and with a copy."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from trellis.apps.people.actions import begin_helping, finish_helping, join_group, show_code, tell_contact_way
from trellis.apps.people.actions.helping import end_overdue_helping
from trellis.apps.people.models import Consent, ContactWay, HelpingSession, PersonalCode
from trellis.apps.people.tests.made import CAFE, CHOIR, NOW, a_person, browser_of, go_on, joined
from trellis.core.actions import Refused, WrongState, acting, current_helper, standing_in
from trellis.core.jobs import worker
from trellis.core.letters.models import Letter
from trellis.core.log.models import LogEntry
from trellis.core.people.actions import set_details
from trellis.core.people.models import Grant, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.TRELLIS_DATA = tmp_path
    cache.clear()


@pytest.fixture
def olive():
    return a_person("olive@example.org", "organizer", display_name="Olive")


def begun(client, **who):
    """The questions an organizer is asked, up to the first page of the task."""
    page = "/helping/"
    response = go_on(client, client.get(page), page, reason="no-email", channel="table", note="")
    if "code" in who:
        response = go_on(client, response, page, who="known")
        response = go_on(client, response, page, **who)
        if "Read this to them" not in response.content.decode():
            return response
    else:
        response = go_on(client, response, page, who="new")
        response = go_on(client, response, page, **{"name": "May", **who})
    assert "may type for me today" in response.content.decode()
    response = go_on(client, response, page, agreed="on")
    assert "Check your answers" in response.content.decode()
    return client.get(page) if (sent := go_on(client, response, page)).status_code == 302 else sent


def test_a_new_person_needs_no_email_and_every_page_says_who_is_helped(olive):
    client = browser_of(olive)
    assert "You are helping May." in begun(client).content.decode()
    for page in ("/", "/find", "/me/contact/", "/me/groups/", "/me/needs"):
        text = client.get(page).content.decode()
        assert "You are helping May." in text and "Finish and clear" in text, page
        assert "My letters" not in text and "My account" not in text
    may = Person.objects.exclude(pk=olive.pk).get()
    assert may.email is None and HelpingSession.objects.get().person == may


def test_what_is_done_is_the_persons_with_the_helper_and_the_reason_in_the_log(olive):
    client = browser_of(olive)
    begun(client)
    may = Person.objects.exclude(pk=olive.pk).get()
    page = "/me/contact/post"
    response = go_on(client, client.get(page), page, address="3 High Street")
    response = go_on(client, response, page, may_say="place")
    for answers in ({"opens": "", "closes": ""}, {"note": ""}, {}):
        response = go_on(client, response, page, **answers)
    assert ContactWay.objects.get().person == may
    entry = LogEntry.objects.get(action="people.contact.tell")
    assert entry.actor_id == str(may.log_name) and entry.channel == "table"
    assert entry.facts == {"helper_person": str(olive.log_name), "help_reason": "no-email"}
    assert str(may.pk) not in str(entry.facts) and str(olive.pk) not in str(entry.facts)


def test_the_words_that_were_read_are_kept_as_a_consent(olive):
    begun(browser_of(olive))
    consent = Consent.objects.get()
    assert "Olive may type for me today" in consent.wording and consent.helper == olive and consent.channel == "table"
    assert consent.expires_at - consent.given_at == timedelta(minutes=30)


def test_without_a_yes_nothing_begins(olive):
    client, page = browser_of(olive), "/helping/"
    response = go_on(client, client.get(page), page, reason="no-email", channel="phone")
    response = go_on(client, response, page, who="new")
    response = go_on(client, response, page, name="")
    response = go_on(client, response, page)
    assert "Without their yes you cannot type for them" in response.content.decode()
    assert not HelpingSession.objects.exists() and Person.objects.count() == 1


SHUT = (
    "/account/", "/account/address", "/account/details", "/account/passkeys/new", "/account/recovery-codes", "/letters", "/me/consents/",
    "/me/blocks/", "/me/help", "/me/groups/needs", "/sign-out", "/keep/", "/keep/roles", "/sign-in/", "/helping/code", "/answers/",
)  # fmt: skip


@pytest.mark.parametrize("page", SHUT)
def test_what_is_the_persons_alone_is_shut_meanwhile(olive, page):
    client = browser_of(olive)
    begun(client)
    for response in (client.get(page), client.post(page)):
        assert response.status_code == 403 and "only what you do together is open" in response.content.decode()
    assert client.get(page)["Cache-Control"] == "no-store, private"


def test_a_page_nobody_thought_of_is_shut(olive):
    """What is open is a list, so whatever is added later is shut by itself."""
    assert not standing_in.page_is_open("a-page-of-tomorrow") and not standing_in.page_is_open(None)
    assert not standing_in.action_is_open("core.person.set_details")
    ann = a_person()
    with acting(ann, helper=olive, reason="reading"), pytest.raises(Refused):
        set_details(ann, display_name="Eve", language="en", now=NOW)


def test_somebody_who_acts_for_another_says_why(olive):
    with pytest.raises(ValueError, match="why"), acting(a_person(), helper=olive):
        pass
    assert current_helper() is None


def test_finishing_clears_the_browser_and_gives_a_copy_with_a_code(olive):
    client = browser_of(olive)
    begun(client)
    may = Person.objects.exclude(pk=olive.pk).get()
    with acting(may, channel="table", helper=olive, reason="no-email"):
        join_group(may, group=CHOIR, display_name="Blue", now=timezone.now())
    assert "You joined a group." in client.get("/helping/finish").content.decode()
    response = client.post("/helping/finish")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    text = client.get(response.url).content.decode()
    assert "You joined a group." in text and "To take it back" in text and "Harbour" not in text
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text)
    after = client.get("/me/contact/").content.decode()
    assert "You are helping" not in after and "May" not in after, "the helper is themselves again"
    assert client.get("/account/").status_code == 200
    HelpingSession.objects.update(ended_at=timezone.now() - timedelta(minutes=11))
    assert client.get(response.url).status_code == 404, "the copy does not stay with the helper"
    assert Consent.objects.get().expires_at <= timezone.now()


def test_the_code_on_the_sheet_signs_in_once(client, olive):
    begun(helper := browser_of(olive))
    text = helper.get(helper.post("/helping/finish").url).content.decode()
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text)[0]
    response = client.post("/sign-in/paper", {"code": code.lower().replace("-", " ")})
    assert response.url == "/account/"
    text = client.get("/account/").content.decode()
    assert "Add a way to come back" in text
    assert client.get("/account/address").status_code == 200, "an address can be added without proving oneself again"
    assert "does not work" in client.post("/sign-in/paper", {"code": code}).content.decode()
    assert "does not work" in type(client)().post("/sign-in/paper", {"code": code}).content.decode()


def test_the_sheet_is_of_no_use_once_the_person_has_an_address(client, olive):
    begun(helper := browser_of(olive))
    text = helper.get(helper.post("/helping/finish").url).content.decode()
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text)[0]
    Person.objects.exclude(pk=olive.pk).update(email="may@example.org")
    assert "does not work" in client.post("/sign-in/paper", {"code": code}).content.decode()
    assert client.get("/account/").status_code == 302


def test_the_sheet_is_of_no_use_once_the_person_has_a_role(client, olive):
    """The helper who printed it saw the code: it must not open what a role opens."""
    begun(helper := browser_of(olive))
    text = helper.get(helper.post("/helping/finish").url).content.decode()
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text)[0]
    Grant.objects.create(person=Person.objects.exclude(pk=olive.pk).get(), role="guardian", granted_at=NOW)
    assert "does not work" in client.post("/sign-in/paper", {"code": code}).content.decode()
    assert client.get("/account/").status_code == 302


def test_who_is_given_a_role_while_being_helped_types_for_themselves(olive):
    begun(client := browser_of(olive))
    Grant.objects.create(person=Person.objects.exclude(pk=olive.pk).get(), role="guardian", granted_at=NOW)
    assert "You are helping" not in client.get("/me/groups/", follow=True).content.decode()


def test_the_sheet_finds_the_person_at_the_next_table(olive):
    begun(helper := browser_of(olive))
    helper.post("/helping/finish")
    code = PersonalCode.objects.get(use="paper").code
    other = browser_of(a_person("oscar@example.org", "organizer"))
    assert "You are helping May." in begun(other, code=code).content.decode()
    assert Person.objects.filter(email=None).count() == 1


def test_a_person_with_an_account_shows_a_code_and_gets_the_copy_as_a_letter(olive):
    ann = a_person(display_name="Ann")
    joined(ann, CAFE, "Hidden")
    shown = browser_of(ann).post("/me/help").content.decode()
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", shown)[0]
    client = browser_of(olive)
    assert "You are helping Ann." in begun(client, code=code).content.decode()
    assert "Hidden" not in client.get("/me/groups/").content.decode(), "other groups are not the helper's business"
    own = joined(ann, CAFE, "Hidden")
    assert client.get(f"/me/groups/{own.pk}/name").status_code == 404
    with acting(ann, channel="table", helper=olive, reason="no-email"):
        tell_contact_way(ann, channel="email", may_say="anything", now=timezone.now())
        mine = join_group(ann, group=CHOIR, display_name="Blue", now=timezone.now())
    assert "Blue" in client.get("/me/groups/").content.decode() and client.get(f"/me/groups/{mine.pk}/name").status_code == 200
    client.post("/helping/finish")
    worker.run_waiting()
    (sent,) = [each for each in mail.outbox if each.to == ["ann@example.org"]]
    assert sent.subject == "A copy for you" and "You joined a group." in sent.body and "Olive typed for you" in sent.body
    assert not PersonalCode.objects.filter(use="paper").exists()
    page = browser_of(ann).get("/me/help").content.decode()
    assert "Olive" in page
    assert browser_of(ann).get(f"/helping/{HelpingSession.objects.get().pk}/copy").status_code == 200
    assert begun(client, code=code).status_code == 302 or "You are helping" not in client.get("/").content.decode(), "it worked once"


def test_the_half_hour_ends_by_itself_and_the_copy_still_comes(olive):
    client = browser_of(olive)
    begun(client)
    may = Person.objects.exclude(pk=olive.pk).get()
    with acting(may, channel="table", helper=olive, reason="no-email"):
        tell_contact_way(may, channel="inside", may_say="anything", now=timezone.now())
    HelpingSession.objects.update(started_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    HelpingSession.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    text = client.get("/me/contact/").content.decode()
    assert "You are no longer helping anybody" in text and "You are helping" not in text
    end_overdue_helping()
    assert HelpingSession.objects.get().ended_at and Letter.objects.filter(recipient=may, channel="page").count() == 1


@pytest.mark.parametrize("how", ["role taken", "signed out everywhere", "put to rest"])
def test_a_helper_who_may_no_longer_is_stopped_at_once(olive, how):
    client = browser_of(olive)
    begun(client)
    if how == "role taken":
        Grant.objects.all().delete()
    elif how == "put to rest":
        Person.objects.filter(pk=olive.pk).update(is_active=False)
    else:
        olive.set_unusable_password()
        olive.save()
    assert "You are helping" not in client.get("/me/groups/", follow=True).content.decode()


def test_leaving_in_a_hurry_ends_both(olive):
    client = browser_of(olive)
    begun(client)
    assert client.get("/leave/").status_code == 302
    assert client.get("/me/groups/").url.startswith("/sign-in/")


def test_nobody_with_a_role_and_not_oneself(olive):
    for person in (olive, a_person("keeper@example.org", "keeper")):
        with acting(person):
            code = show_code(person, now=NOW)
        with acting(olive), pytest.raises(WrongState):
            begin_helping(reason="other", channel="table", code=code, now=NOW)
    assert not HelpingSession.objects.exists()


def test_a_second_person_ends_the_first(olive):
    with acting(olive):
        first = begin_helping(reason="other", channel="table", now=NOW)
        begin_helping(reason="other", channel="phone", now=NOW + timedelta(minutes=1))
    first.refresh_from_db()
    assert first.ended_at


def test_only_organizers_and_only_their_own(olive):
    with acting(a_person()), pytest.raises(Refused):
        begin_helping(reason="other", channel="table", now=NOW)
    with acting(olive):
        session = begin_helping(reason="other", channel="table", now=NOW)
    from trellis.core.actions import NotFound

    with acting(a_person("oscar@example.org", "organizer")), pytest.raises(NotFound):
        finish_helping(session, now=NOW)


def test_a_code_is_sent_by_letter_and_asks_nothing_of_the_helper(olive):
    ann = a_person()
    client = browser_of(olive)
    page = client.get("/helping/code")
    sent = go_on(client, page, "/helping/code", email="ANN@example.org", form_key="7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b1e")
    assert sent.url == "/helping/"
    worker.run_waiting()
    worker.run_waiting()
    (letter,) = mail.outbox
    code = re.search(r"^[2-9A-Z]{8}$", letter.body, re.MULTILINE)[0]
    assert letter.subject == "Your code" and letter.to == [ann.email]
    assert "You are helping" in begun(client, code=code).content.decode()


def test_eleven_wrong_codes_in_an_hour_are_too_many(olive):
    client = browser_of(olive)
    for _try in range(10):
        begun(client, code="2222-2222")
    with acting(ann := a_person()):
        code = show_code(ann, now=timezone.now()).code
    begun(client, code=code)
    assert not HelpingSession.objects.exists()


def test_a_slip_in_a_code_is_said_before_anybody_is_looked_for(olive, django_assert_max_num_queries):
    client = browser_of(olive)
    response = begun(client, code="2222-2223")
    assert "There is a slip in this code" in response.content.decode() and 'value="2222-2223"' in response.content.decode()
