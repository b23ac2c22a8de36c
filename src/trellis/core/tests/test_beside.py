"""Links that apps above add to pages below."""

import pytest

from trellis.core import beside


def test_ways_come_in_the_order_of_their_sources_and_once(monkeypatch):
    monkeypatch.setattr(beside, "_sources", {})

    def first(row, person, *, now):
        return [beside.Way(label=f"{row} for {person}", url="/1")]

    def second(row, person, *, now):
        return [beside.Way(label="Later", url="/2", note=now)]

    for source in (first, second, first):
        beside.register("directory.organization", source)
    found = beside.ways("directory.organization", "Hall", person="Ann", now="now")
    assert [(way.label, way.url, way.note) for way in found] == [("Hall for Ann", "/1", ""), ("Later", "/2", "now")]
    assert beside.ways("directory.space", "Hall", person=None, now="now") == []


def test_only_pages_that_are_there_can_be_added_to():
    with pytest.raises(ValueError, match="none of"):
        beside.register("directory.kitchen", lambda row, person, *, now: [])
