"""`trellis verify-log` on a whole log and on a changed one."""

import json
import uuid
from argparse import Namespace

import pytest
from django.db import transaction
from django.utils import timezone

from trellis.core.log import chain
from trellis.core.log.models import LogEntry
from trellis.interfaces.cli import verify_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_entries():
    with transaction.atomic():
        for _ in range(3):
            chain.append(deed=uuid.uuid4(), at=timezone.now(), action="core.test.happen", channel="cli", facts={})


def verified(capsys) -> tuple[int, dict]:
    code = verify_log.run(Namespace(json=True))
    return code, json.loads(capsys.readouterr().out)


def test_a_whole_log(three_entries, capsys):
    chain.publish_head(now=timezone.now())

    code, document = verified(capsys)

    assert code == 0
    assert (document["whole"], document["n_entries"], document["published_number"], document["faults"]) == (True, 3, 3, [])
    assert document["head"] == document["published"] == LogEntry.objects.get(number=3).digest


def test_a_changed_entry(three_entries, capsys):
    LogEntry.objects.filter(number=2).update(action="core.test.other")

    code, document = verified(capsys)

    assert (code, document["whole"]) == (1, False)
    assert document["faults"] == [{"number": 2, "problem": "does not match its digest"}]


def test_in_words(three_entries, capsys):
    assert verify_log.run(Namespace(json=False)) == 0
    assert capsys.readouterr().out.startswith("The log is whole: 3 entries, head ")
