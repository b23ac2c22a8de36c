"""What is kept of these rows when somebody is worried about them, and whom they concern."""

from __future__ import annotations

from trellis.apps.exchange.models import Match, RelayNote
from trellis.apps.people.queries.worries import Reported, reportable


def _people(match: Match) -> frozenset:
    return frozenset(filter(None, [match.need.person_id, match.offer.person_id]))


@reportable("exchange.relaynote")
def a_note(note: RelayNote, reader) -> Reported:
    """The words of one note. The two it is between never look at it as guardians."""
    return Reported(text=note.words, people=_people(note.match))


@reportable("exchange.match")
def a_match(match: Match, reader) -> Reported:
    """What was asked and offered, as the reader could see it."""
    return Reported(title=match.need.get_kind_display(), text=match.need.words, people=_people(match))
