"""Every address as every role: what is expected stands in matrix/*.toml, which people read and review."""

import uuid

import pytest

from tests.access.sweeping import answer_of, ask, expected, fingerprint, names_and_patterns, pages, shape
from tests.access.world import ROLES
from tests.access.writes import rows_written

PAGES = pages()
CHANGES_BY_READING = {
    "mfa_view_recovery_codes": "notes that the codes were looked at",
    "leave": "ends the visit; speed is safety, and the worst another site can do with it is sign somebody out",
}
"""Addresses whose GET changes something, and why that is right."""
FIRST_TRIED = ("visitor", "member", "editor", "keeper")
"""The others take a minute between them, and are left to `script/test --all`."""


def test_every_address_is_in_the_matrix():
    known = {page["name"] for page in PAGES}
    assert sorted({name or pattern for name, pattern in names_and_patterns()} - known) == []
    assert sorted(known - {name for name, _pattern in names_and_patterns()}) == []


@pytest.mark.parametrize("role", [pytest.param(role, marks=[] if role in FIRST_TRIED else [pytest.mark.long]) for role in ROLES])
def test_each_page_answers_each_role_as_the_matrix_says(world, role):
    """And reading changes nothing, and what one may not see looks like what is not there."""
    client, wrong = world.browser(role), []
    before = fingerprint()
    for page in PAGES:
        for method in ("GET", "POST"):
            wanted = expected(page[method], ROLES)[role]
            address = world.address(page["address"])
            response = ask(client, method, address, _sent(world, page))
            if answer_of(response) != wanted:
                wrong.append(f"{method} {page['address']}: {answer_of(response)} (expected {wanted})")
            elif wanted == "missing" and "{" in page["address"]:
                nobodys = ask(client, method, _of_nobody(world, page), _sent(world, page))
                if shape(response) != shape(nobodys):
                    wrong.append(f"{method} {page['address']}: can be told from what is not there")
    assert fingerprint() == before, "something escaped being undone"
    assert wrong == []


@pytest.mark.parametrize("role", ["visitor", "editor"])
def test_reading_changes_nothing(world, role):
    client, changed = world.browser(role), []
    before = fingerprint()
    for page in PAGES:
        if page["name"] in CHANGES_BY_READING:
            continue
        written = rows_written()
        client.get(world.address(page["address"]))
        after = fingerprint() if rows_written() != written else before
        if after != before:
            changed.append(page["address"])
        before = after
    assert changed == []


def test_nothing_is_taken_without_the_forms_own_token(world):
    """Every page that would take a form refuses one from another site, whoever sends it."""
    taken = []
    for role in ("visitor", "keeper"):
        client = world.browser(role, enforce_csrf_checks=True)
        for page in PAGES:
            response = client.post(world.address(page["address"]), _sent(world, page))
            if response.status_code not in (403, 404, 405):
                taken.append(f"{role} POST {page['address']}: {response.status_code}")
    assert taken == []


def _sent(world, page) -> dict:
    return {name: world.address(value) for name, value in page.get("send", {}).items()}


def _of_nobody(world, page) -> str:
    """The same address with ids of the same form that nobody has."""
    return page["address"].format(**{name: _unlike(thing) for name, thing in world.things.items()})


def _unlike(thing):
    key = getattr(thing, "pk", thing)
    return 987654321 if isinstance(key, int) else uuid.uuid4() if isinstance(key, uuid.UUID) else f"{key}-not"
