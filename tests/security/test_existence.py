"""No page, answer or amount of work tells whether a person exists.

Time itself is noisy, so what takes time is counted: queries, digests, letters rendered, jobs queued, mails handed over. Only sign-in by
code is measured on a clock too, with a bound so wide that nothing but a forgotten step breaks it.
"""

from __future__ import annotations

import json
import re
import statistics
import time
import uuid
from collections import Counter

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fido2.utils import websafe_encode

from tests.access.passkey import registered
from trellis.apps.directory.tests.factories import make_person
from trellis.apps.people.actions.helping import make_code
from trellis.apps.people.models import PersonalCode
from trellis.core.actions import acting
from trellis.core.fields import keys
from trellis.core.jobs.models import QueuedJob
from trellis.interfaces.web.signin import adapter

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "known@example.org", "nobodyx@example.org"
PASSKEY = {"name": "My phone", "credential": registered()}
RESPONSE = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA"}
LETTER = {"codes made": 1, "letters rendered": 1, "handed over": 1}
PRIVATE = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"|data-options="[^"]*"')
VALUES = re.compile(r"'[^']*'|%s|\b\d+\b|[0-9a-f]{32,}|s\d+_x\d+")


@pytest.fixture(autouse=True)
def nothing_counted_before():
    cache.clear()


@pytest.fixture
def work(monkeypatch):
    """Counts what takes time and is not a query."""
    done: Counter = Counter()
    count_calls(monkeypatch, done, keys.hmac, "new", "digests")
    count_calls(monkeypatch, done, adapter.Account, "render_mail", "letters rendered")
    count_calls(monkeypatch, done, adapter.Account, "generate_login_code", "codes made")
    monkeypatch.setattr(adapter, "send_soon", lambda message: done.update(["handed over"]))
    return done


def count_calls(monkeypatch, done: Counter, owner, name: str, what: str) -> None:
    function = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *args, **kwargs: (done.update([what]), function(*args, **kwargs))[1])


def shape_of(response, *said: str) -> tuple:
    """Status, headers and words, without what differs from one request to the next or was said by the one who asks."""
    words = PRIVATE.sub(r"\1", response.content.decode())
    for each in said:
        words = words.replace(each, "SAID")
    headers = {name: value for name, value in response.headers.items() if name not in ("Date", "Content-Length", "Expires")}
    cookies = {name: (each["max-age"], each["path"], each["samesite"], each["httponly"]) for name, each in response.cookies.items()}
    return response.status_code, headers, cookies, words


def asked(work: Counter, do, *said: str) -> dict:
    """What one request answers, and the work it took."""
    work.clear()
    jobs = QueuedJob.objects.count()
    with CaptureQueriesContext(connection) as queries:
        response = do()
    kinds = [VALUES.sub("?", each["sql"])[:80] for each in queries.captured_queries]
    return {
        "answer": shape_of(response, *said),
        "queries": Counter(kinds),
        "work": dict(work),
        "jobs": QueuedJob.objects.count() - jobs,
    }


def same(found: list[tuple[dict, ...]]) -> None:
    """Each request of the one series is answered like its fellow of the other; says in what they differ."""
    for number, (one, other) in enumerate(zip(*found, strict=True)):
        for what in one:
            assert one[what] == other[what], f"request {number}: {what}"


@pytest.mark.parametrize("sign_up", ["open", "closed"])
@pytest.mark.parametrize("kind", ["member", "keeper", "put to rest"])
def test_asking_for_a_sign_in_code(work, settings, kind, sign_up):
    """Whether or not an account may begin with an address that nobody has."""
    settings.SIGN_UP = sign_up
    make_person("keeper" if kind == "keeper" else "", email=KNOWN, is_active=kind != "put to rest")
    found = []
    for address in (KNOWN, UNKNOWN):
        client = Client()
        sent = asked(work, lambda client=client, address=address: client.post("/sign-in/", {"email": address}))
        page = asked(work, lambda client=client: client.get("/sign-in/code"), address)
        wrong = [asked(work, lambda client=client: client.post("/sign-in/code", {"code": "0000-0000"}), address) for _try in range(3)]
        after = asked(work, lambda client=client: client.get("/sign-in/"))
        found.append((sent, page, *wrong, after))
    same(found)
    assert {what: found[0][0]["work"][what] for what in ("codes made", "letters rendered", "handed over")} == LETTER, "one for each"


@pytest.mark.parametrize("sign_up", ["open", "closed"])
def test_everybody_who_asks_for_a_code_gets_one_letter(settings, mailoutbox, monkeypatch, sign_up):
    """The same one to known and unknown, so that nobody who looks on learns from it; where accounts are given, one without a code."""
    settings.SIGN_UP = sign_up
    monkeypatch.setattr(adapter, "send_soon", lambda message: message.send())
    make_person("", email=KNOWN)
    for address in (KNOWN, UNKNOWN):
        Client().post("/sign-in/", {"email": address})
    known, unknown = ((re.sub(r"\d{4}-\d{4}", "CODE", each.body), each.subject) for each in mailoutbox)
    assert "CODE" in known[0]
    assert (known == unknown) == (sign_up == "open")
    assert ("CODE" in unknown[0]) == (sign_up == "open")
    assert [each.to for each in mailoutbox] == [[KNOWN], [UNKNOWN]]


@pytest.mark.parametrize("sign_up", ["open", "closed"])
def test_asking_for_a_sign_in_code_takes_as_long(monkeypatch, settings, sign_up):
    """The clock, as a last resort: within a factor of two, over medians of thirty."""
    settings.SIGN_UP = sign_up
    monkeypatch.setattr(adapter, "send_soon", lambda message: None)
    make_person("keeper", email=KNOWN)
    took: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for _round in range(30):
        for address, times in took.items():
            cache.clear()
            began = time.perf_counter()
            Client().post("/sign-in/", {"email": address})
            times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert 0.5 < known / unknown < 2


def test_what_a_browser_is_asked_for_a_passkey_names_nobody():
    """No address is asked for, so the options are the same whoever is here; they list no credentials."""
    options = []
    for _round in range(2):
        told = Client().get("/sign-in/passkey", headers={"x-requested-with": "XMLHttpRequest"}).json()["request_options"]
        options.append({**told["publicKey"], "challenge": ""})
        Authenticator.objects.create(user=make_person("keeper", email=KNOWN if not _round else UNKNOWN), type="webauthn", data=PASSKEY)
    assert options[0] == options[1] and not options[0].get("allowCredentials")


def test_a_passkey_that_does_not_work_tells_nothing_of_why(work):
    """Somebody's own handle with a made-up passkey, and a handle of nobody."""
    person = make_person("keeper", email=KNOWN)
    Authenticator.objects.create(user=person, type="webauthn", data=PASSKEY)
    found = []
    for handle in (person.pk, uuid.uuid4()):
        client = Client()
        client.get("/sign-in/passkey", headers={"x-requested-with": "XMLHttpRequest"})
        shown = {**PASSKEY["credential"], "response": {"userHandle": websafe_encode(str(handle).encode()), **RESPONSE}}
        sent = asked(work, lambda client=client, shown=shown: client.post("/sign-in/passkey", {"credential": json.dumps(shown)}))
        page = asked(work, lambda client=client: client.get("/sign-in/"))
        found.append((sent["answer"], page["answer"]))
    assert found[0] == found[1] and "The passkey was not used" in found[0][1][3]


def test_helping_somebody_by_their_address(work):
    organizer = make_person("organizer", email="organizer@example.org")
    make_person(email=KNOWN)
    client = Client()
    client.force_login(organizer)
    client.post("/helping/code", {"email": "first@example.org", "form_key": "7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b19"})
    client.get("/helping/")
    found = []
    for number, address in enumerate((KNOWN, UNKNOWN)):
        form = {"email": address, "form_key": f"7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b1{number}"}
        sent = asked(work, lambda form=form: client.post("/helping/code", form))
        after = asked(work, lambda: client.get("/helping/"))
        found.append((sent, after))
    same(found)
    assert found[0][0]["jobs"] == 1, "a job is queued for both, and only the job knows"
    assert PersonalCode.objects.filter(person=None).count() == 2


CODES = {"of nobody": "2222-2222", "used": None, "out of date": None, "of somebody put to rest": None}


def unusable(kind: str, use: str) -> str:
    """A code of the right form that does not work, for one of the reasons there are."""
    if kind == "of nobody":
        return "2222-2222-2222" if use == "paper" else "2222-2222"
    person = make_person(email=None)
    now = timezone.now()
    with acting(person):
        code = make_code(person, use, now=now)
    changes = {"used": {"used_at": now}, "out of date": {"expires_at": now}}.get(kind)
    if changes:
        PersonalCode.objects.filter(pk=code.pk).update(**changes)
    else:
        person.is_active = False
        person.save()
    return code.code


def test_a_paper_code_that_does_not_work_tells_nothing_of_why(work):
    found = {}
    for kind in CODES:
        code = unusable(kind, "paper")
        client = Client()
        client.get("/sign-in/paper")
        cache.clear()
        found[kind] = asked(work, lambda client=client, code=code: client.post("/sign-in/paper", {"code": code}), code)
    assert len({str(sorted(each.items(), key=str)) for each in found.values()}) == 1


def test_a_helping_code_that_does_not_work_tells_nothing_of_why(work):
    organizer = make_person("organizer", email="organizer@example.org")
    found = {}
    for kind in CODES:
        code = unusable(kind, "shown")
        client = Client()
        client.force_login(organizer)
        client.get("/helping/")
        form = {
            "form_key": "7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b1e", "step": "check", "done": ["why", "who", "code", "agreed"],
            "reason": "reading", "channel": "table", "note": "", "who": "known", "code": code, "agreed": "on",
        }  # fmt: skip
        cache.clear()
        sent = asked(work, lambda client=client, form=form: client.post("/helping/", form), code)
        after = asked(work, lambda client=client: client.get("/helping/"))
        found[kind] = {"sent": sent, "after": after}
    assert len({str(each) for each in found.values()}) == 1


def test_another_address_is_asked_for_in_the_same_way_whoever_has_it(work):
    """A person who tries out addresses on their own account learns nothing either."""
    from tests.access.world import signed_in

    make_person(email=KNOWN)
    me = make_person(email="me@example.org")
    found = []
    for address in (KNOWN, UNKNOWN):
        client = Client()
        signed_in(client, me)
        sent = asked(work, lambda client=client, address=address: client.post("/account/address", {"email": address}), address)
        page = asked(work, lambda client=client: client.get("/account/address/code"), address)
        found.append((sent["answer"], page["answer"]))
    assert found[0] == found[1]


HIDDEN = ("me/contact/{}/remove", "me/groups/{}/name", "me/consents/{}", "me/blocks/{}/take-back", "helping/{}/copy")


@pytest.mark.parametrize("path", HIDDEN)
def test_somebody_elses_things_and_things_that_are_not_look_alike(world, work, path):
    client = world.browser("member")
    client.get("/me/groups/")
    things = {
        "me/groups/{}/name": "membership",
        "me/consents/{}": "consent",
        "me/blocks/{}/take-back": "block",
        "helping/{}/copy": "helping",
    }
    theirs = str(world.things[things[path]].pk) if path in things else "email"
    nobodys = str(world.things["nothing"]) if path in things else "call"
    one, other = (asked(work, lambda key=key: client.get("/" + path.format(key)), key) for key in (theirs, nobodys))
    assert one == other and one["answer"][0] == 404
