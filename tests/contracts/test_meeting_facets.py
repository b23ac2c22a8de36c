"""The four real feeds, taken in by our importer and given out again, as the usual client counts them.

`expected-tsml-ui-facets.json` holds what tsml-ui itself counted in the feeds as they were published; tests/contracts/meeting_client.py
counts by its rules, and is first held against the same file.
"""

import gzip
import json
from datetime import date

import pytest

from tests.contracts.meeting_client import facets
from trellis.apps.directory.actions import bulk
from trellis.apps.directory.models import Service
from trellis.interfaces.feeds.outgoing.meetings import meetings
from trellis.interfaces.feeds.tests.samples import DATA, feed, run_import

EXPECTED = json.loads((DATA / "expected-tsml-ui-facets.json").read_text())["feeds"]
TODAY = date(2026, 11, 23)
FEEDS = ("al-anon-wordpress", "edmonton-custom", "san-jose-sheets", "sussex-delaware-wordpress")


@pytest.fixture(autouse=True)
def without_search(monkeypatch):
    """Nobody searches here, and the index takes most of an import's time."""
    monkeypatch.setattr(bulk, "_tell_search", lambda *_told: None)


def published(name: str) -> list[dict]:
    return json.loads(gzip.decompress(feed(name).read_bytes()))


def given_out(name: str) -> list[dict]:
    """Our feed of what our importer read."""
    assert run_import("meetings", feed(name), "--source", name, "--timezone", EXPECTED[name]["timezone"]) == 0
    return list(meetings(today=TODAY))


@pytest.mark.parametrize("name", FEEDS)
def test_the_reader_counts_like_the_client(name):
    assert facets(published(name), EXPECTED[name]["timezone"]) == EXPECTED[name]["facets"]


@pytest.mark.parametrize("name", ["al-anon-wordpress", "sussex-delaware-wordpress"])
def test_our_feed_has_exactly_the_expected_counts(db, name):
    assert facets(given_out(name), EXPECTED[name]["timezone"]) == EXPECTED[name]["facets"]


def test_a_meeting_whose_slug_was_taken_is_no_longer_dropped(db):
    """The client drops one meeting of San Jose in silence; we keep it. Without it the counts are the expected ones."""
    ours = given_out("san-jose-sheets")
    slugs = [each["slug"] for each in published("san-jose-sheets")]
    twice = next(slug for slug in slugs if slugs.count(slug) > 1)
    (kept,) = Service.objects.filter(source_key__startswith=f"{twice}-").exclude(source_key__in=slugs)

    rest = [each for each in ours if not each["slug"].startswith(str(kept.pk))]
    assert len(ours) - len(rest) == 1
    assert facets(rest, "America/Los_Angeles") == EXPECTED["san-jose-sheets"]["facets"]


def test_what_the_client_misreads_in_edmonton_is_right_in_our_feed(db):
    """That feed says "8:00 PM", which the client takes for the morning, and lists of days, of which it counts every second twice.

    Ours says 20:00 and one day a row, so its counts are the true ones. Said again in the feed's own way, it gives the expected counts.
    """
    ours = given_out("edmonton-custom")
    keys = dict(Service.objects.values_list("pk", "source_key"))
    by_key = {keys[pk]: row for row in ours for pk in keys if row["slug"] == str(pk)}
    careless = [by_key[str(each["slug"])] for each in published("edmonton-custom")]
    careless = [row | {"day": [row["day"]], "time": f"{(int(row['time'][:2]) - 1) % 12 + 1}{row['time'][2:]}"} for row in careless]

    assert facets(careless, "America/Edmonton") == EXPECTED["edmonton-custom"]["facets"]
    truly = facets(ours, "America/Edmonton")
    assert sum(truly["weekday"].values()) == 315
    assert truly["time"]["Evening"] > truly["time"]["Morning"]
