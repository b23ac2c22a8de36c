"""Strings made to break things, through every parameter of every public page and every field of every form."""

import re
import uuid
from html import unescape

from django import forms
from django.core.exceptions import ValidationError

from tests.access.sweeping import ask, expected, pages
from tests.access.world import ROLES
from tests.security.naughty import NAUGHTY, SURROGATE, TAG, WORST, turns
from trellis.core.ui.forms import ParagraphField

PARAMETERS = [
    "q",
    "near",
    "lat",
    "lon",
    "within",
    "open",
    "on",
    "time",
    "kind",
    "category",
    "cost",
    "language",
    "sort",
    "page",
    "next",
    "organization",
]
CONTROL = re.compile(r"<(input|textarea|select)\b([^>]*)>", re.IGNORECASE)
NAME, TYPE, VALUE = (re.compile(rf'\b{word}="([^"]*)"') for word in ("name", "type", "value"))
KEPT = {"csrfmiddlewaretoken", "base", "form_key", "credential"}
SEARCHING = {"/find", "/find/map", "/find/print", "/meetings", "/organizations", "/who-does-what"}


def public_addresses(world) -> list[str]:
    rows = [page for page in pages() if expected(page["GET"], ROLES)["visitor"] == "page"]
    return sorted({world.address(page["address"]) for page in rows})


def wrong_with(response) -> str:
    """What a page must never do with what it was given."""
    if response.status_code >= 500:
        return str(response.status_code)
    return "not escaped" if not response.streaming and TAG.encode() in response.content else ""


def test_every_parameter_of_every_public_page(world):
    reader, found = world.browser("visitor"), []
    for address in public_addresses(world):
        strings = NAUGHTY if address == "/find" else WORST
        asked = list(turns([text + TAG for text in strings], PARAMETERS))
        if address in SEARCHING:
            asked += [dict.fromkeys(PARAMETERS, text[:150] + TAG) for text in WORST[::3]]
        for told in asked:
            if wrong := wrong_with(reader.get(address, told)):
                found.append(f"{address} {told}: {wrong}")
        broken = "&".join(f"{name}={SURROGATE}&{SURROGATE}={name}" for name in PARAMETERS)
        if wrong := wrong_with(reader.get(f"{address}?{broken}")):
            found.append(f"{address} surrogates: {wrong}")
    assert found == []


def fields_of(html: str) -> dict[str, str]:
    """Names of the controls of a page's forms, with the value or "" where one may write."""
    found = {}
    for tag, attributes in CONTROL.findall(html):
        name, kind, value = NAME.search(attributes), TYPE.search(attributes), VALUE.search(attributes)
        if name is None:
            continue
        hidden = kind is not None and kind[1] == "hidden"
        free = name[1] not in KEPT and not (hidden and name[1].endswith("_FORMS"))
        found[name[1]] = "" if free and tag != "select" else unescape(value[1]) if value else ""
    return found


def form_pages(world, role: str) -> list[str]:
    """Addresses of pages with a form that this role may send."""
    rows = [
        page
        for page in pages()
        if expected(page["GET"], ROLES)[role] == "page" and expected(page["POST"], ROLES)[role] in ("page", "goes on")
    ]
    return sorted({world.address(page["address"]) for page in rows})


def test_every_field_of_every_form(world):
    """Each form by whoever may send most of it; a form of few fields gets the strings in fewer, longer pieces."""
    found, done = [], set()
    for role in ("keeper", "steward", "visitor", "editor"):
        client = world.browser(role)
        for address in form_pages(world, role):
            if address in done:
                continue
            done.add(address)
            fields = fields_of(ask(client, "GET", address).content.decode())
            free = [name for name, value in fields.items() if not value and name not in KEPT]
            strings = WORST if len(free) > 5 else WORST[::9]
            for told in turns([text + TAG for text in strings], free) if free else ():
                if wrong := wrong_with(ask(client, "POST", address, {**fields, **told, "step": "check"})):
                    found.append(f"{address} {told}: {wrong}")
            broken = "&".join(f"{name}={SURROGATE}" for name in free)
            form = "application/x-www-form-urlencoded"
            if free and (wrong := wrong_with(client.post(address, broken, content_type=form))):
                found.append(f"{address} surrogates: {wrong}")
    assert found == []


def accepted(text: str) -> str | None:
    """The text as a field of several lines keeps it; None when the field refuses it."""
    try:
        return ParagraphField(max_length=20_000, required=False).clean(text)
    except (ValidationError, forms.ValidationError):
        return None


def test_what_is_accepted_comes_back_unchanged_and_is_shown_escaped(world):
    client, names = world.browser("keeper"), ["eligibility_description", "fees_description", "application_process", "required_documents"]
    service = world.things["service"]
    address = f"/keep/service/{service.pk}/edit/for-whom"
    kept = [text for text in NAUGHTY if accepted(TAG + text + TAG) is not None]
    assert len(kept) > 450
    pieces = [TAG + TAG.join(kept[start : start + 12]) + TAG for start in range(0, len(kept), 12)]
    for told in turns(pieces, names):
        base = fields_of(client.get(address).content.decode())["base"]
        sent = client.post(address, {"base": base, "form_key": str(uuid.uuid4()), "step": "send", **told})
        assert sent.status_code == 302, told
        service.refresh_from_db()
        assert {name: getattr(service, name) for name in told} == {name: accepted(text) for name, text in told.items()}
        assert wrong_with(client.get(f"/service/{service.pk}")) == ""
    for shown in (f"/keep/service/{service.pk}/", f"/keep/service/{service.pk}/history", address):
        assert wrong_with(client.get(shown)) == ""
