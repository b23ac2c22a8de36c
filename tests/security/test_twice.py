"""A form that is sent twice, by a double press or a browser that tries again, counts once."""

import copy
import re

import pytest
from django.core.cache import cache

from tests.access.sweeping import expected, fingerprint, pages
from tests.access.world import ROLES

FORMS = [
    page for page in pages() if page["name"].startswith("directory-") and "goes on" in page["POST"] and "{refused}" not in page["address"]
]


@pytest.mark.parametrize("page", FORMS, ids=lambda page: f"{page['address']} {' '.join(page.get('send', {}).values())}")
def test_twice_is_once(world, page):
    answers = expected(page["POST"], ROLES)
    role = next(role for role in ("keeper", "steward", "editor", *ROLES) if answers[role] == "goes on")
    client, address = world.browser(role), world.address(page["address"])
    sent = {name: world.address(value) for name, value in page.get("send", {}).items()}
    keys = re.findall(r'name="form_key" value="([^"]+)"', client.get(address).content.decode())
    sent |= {"form_key": keys[0]} if keys else {}
    before = fingerprint()
    client.post(address, sent)
    once = fingerprint()
    assert once != before
    cache.clear()
    again = client.post(address, copy.deepcopy(sent))
    assert fingerprint() == once
    assert again.status_code in (200, 302, 404)
