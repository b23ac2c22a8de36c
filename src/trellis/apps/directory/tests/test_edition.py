"""Which events turn the edition: each one says so, for a forgotten one would leave readers with what is no longer so."""

from trellis.apps.directory.reactions import SAY_NOTHING_NEW, TURN
from trellis.core.log.events import all_events


def test_every_event_of_the_directory_either_turns_the_edition_or_says_nothing_new():
    codes = [each.code for each in all_events() if each.code.startswith("directory.")]

    assert [code for code in codes if code.startswith(TURN) == code.startswith(SAY_NOTHING_NEW)] == []
