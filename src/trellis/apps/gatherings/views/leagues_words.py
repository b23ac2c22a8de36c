"""What the pages of a league say: matches as lines, ties in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.apps.gatherings.models.leagues import Fixture, FixtureState, Score
from trellis.apps.gatherings.queries.leagues import Line

COUNTS = (FixtureState.PLAYED, FixtureState.WALKOVER)


@dataclass(frozen=True)
class Shown:
    """A match as a line of a list. score: "2 – 1", or "" where none counts. note: what is out of the ordinary."""

    fixture: Fixture
    score: str
    note: str


def shown(fixtures: Iterable[Fixture]) -> list[Shown]:
    """Matches as lines."""
    return [Shown(each, score_of(each), note_of(each)) for each in fixtures]


def score_of(fixture: Fixture | Score) -> str:
    """The goals of the home team first."""
    if fixture.home_goals is None:
        return ""
    return _("%(home)s\u00a0–\u00a0%(away)s") % {"home": fixture.home_goals, "away": fixture.away_goals}


def note_of(fixture: Fixture) -> str:
    """What is out of the ordinary about a match, in words."""
    why = {"why": fixture.get_why_display()}
    words = {
        FixtureState.POSTPONED: _("Postponed: %(why)s. The new day is not known yet.") % why if fixture.why else _("Postponed."),
        FixtureState.WALKOVER: _("Walkover: it was not played."),
        FixtureState.REPLAYED: _("Does not count: %(why)s. It is played again.") % why,
        FixtureState.VOID: _("Does not count: %(why)s.") % why if fixture.why else _("Does not count."),
    }
    said = words.get(fixture.state, "")
    if fixture.replay_of_id is not None:
        return " ".join(each for each in (_("It replays an earlier match."), said) if each)
    return said


def tie_words(table: list[Line]) -> list[str]:
    """Why teams with the same points stand in this order, or share a place."""
    said = []
    for above, below in zip(table, table[1:], strict=False):
        if not above.row.played or above.row.points != below.row.points or above.team.withdrawn_at or below.team.withdrawn_at:
            continue
        names = {"above": above.team.name, "below": below.team.name}
        if below.row.team in above.row.sharing:
            said.append(_("%(above)s and %(below)s are level in everything that is counted, and share a place.") % names)
        elif above.row.difference != below.row.difference:
            numbers = {"more": _signed(above.row.difference), "less": _signed(below.row.difference)}
            words = _("%(above)s and %(below)s have the same points. %(above)s has the better goal difference: %(more)s to %(less)s.")
            said.append(words % (names | numbers))
        elif above.row.head[0] != below.row.head[0]:
            words = _(
                "%(above)s and %(below)s have the same points and goal difference. %(above)s took more points in the matches between them."
            )
            said.append(words % names)
        else:
            words = _(
                "%(above)s and %(below)s have the same points and goal difference. %(above)s had more goals in the matches between them."
            )
            said.append(words % names)
    return said


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"
