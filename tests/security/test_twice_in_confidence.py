"""What is told in confidence, decided by guardians and moderators, or said in a group counts once, however often it is sent."""

import copy
import re

from django.core.cache import cache
from django.db import transaction

from tests.access.sweeping import expected, fingerprint, pages
from tests.access.world import ROLES

FAMILIES = ("worry-", "case-", "oncall-", "talk-", "moderation-")
FORMS = [page for page in pages() if page["name"].startswith(FAMILIES) and "goes on" in page["POST"]]


def test_twice_is_once(world):
    wrong, before = [], fingerprint()
    for page in FORMS:
        answers = expected(page["POST"], ROLES)
        client, address = world.browser(next(role for role in ROLES if answers[role] == "goes on")), world.address(page["address"])
        cache.clear()
        mark = transaction.savepoint()
        sent = {name: world.address(value) for name, value in page.get("send", {}).items()}
        keys = re.findall(r'name="form_key" value="([^"]+)"', client.get(address).content.decode())
        sent |= {"form_key": keys[0]} if keys else {}
        client.post(address, sent)
        once = fingerprint()
        again = client.post(address, copy.deepcopy(sent))
        if once == before or fingerprint() != once or again.status_code not in (200, 302, 404):
            wrong.append(f"{page['address']}: {again.status_code}")
        transaction.savepoint_rollback(mark)
    assert wrong == []
    assert len(FORMS) > 20
