"""A league table from results: points, then goal difference, then the matches of those who are level with each other; each tie explained.

Plain arithmetic over what it is given; `queries.leagues` reads it from the database.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

Key = Hashable


@dataclass(frozen=True, kw_only=True)
class Match:
    """A result that counts."""

    home: Key
    away: Key
    home_goals: int
    away_goals: int


@dataclass(kw_only=True)
class Row:
    """One line of the table. tie: why it stands where it does beside those with the same points, as a code: "", "difference" (by goal
    difference), "head_points" or "head_difference" (by their matches against each other), "level" (nothing tells them apart).
    level_with: the others with the same points.
    """

    team: Key
    place: int = 0
    played: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    goals: int = 0
    against: int = 0
    points: int = 0
    tie: str = ""
    level_with: list[Key] = field(default_factory=list)
    sharing: tuple[Key, ...] = ()
    """Those who share the place."""
    head: tuple[int, int] = (0, 0)
    """Points and goal difference in the matches among those with the same points and difference."""

    @property
    def difference(self) -> int:
        return self.goals - self.against


def standings(
    teams: Sequence[Key], matches: Iterable[Match], *, win: int = 3, draw: int = 1, loss: int = 0, last: Iterable[Key] = ()
) -> list[Row]:
    """The table. Teams that nothing tells apart share a place and stand in the order given. `last`: teams that withdrew, at the foot."""
    matches = list(matches)
    withdrawn = set(last)
    rows = _count(teams, matches, win=win, draw=draw, loss=loss)

    def ordered(keys: list[Key]) -> list[Row]:
        found: list[Row] = []
        for level in _groups(keys, lambda key: rows[key].points):
            for same in _groups(level, lambda key: rows[key].difference):
                found += _head_to_head(same, level, rows, matches, (win, draw, loss))
        return found

    table = ordered([team for team in teams if team not in withdrawn])
    place = 0
    for number, row in enumerate(table, 1):
        place = place if number > 1 and row.team in table[number - 2].sharing else number
        row.place = place
    foot = [rows[team] for team in teams if team in withdrawn]
    for row in foot:
        row.place = len(table) + 1
    return [*table, *foot]


def _count(teams: Sequence[Key], matches: list[Match], *, win: int, draw: int, loss: int) -> dict[Key, Row]:
    rows = {team: Row(team=team) for team in teams}
    for match in matches:
        for team, goals, against in ((match.home, match.home_goals, match.away_goals), (match.away, match.away_goals, match.home_goals)):
            row = rows[team]
            row.played += 1
            row.goals += goals
            row.against += against
            row.won += goals > against
            row.drawn += goals == against
            row.lost += goals < against
            row.points += win if goals > against else draw if goals == against else loss
    return rows


def _groups(keys: list[Key], value: Callable[[Key], int]) -> list[list[Key]]:
    """The keys in falling order of a value, those with the same one together, in the order given."""
    return [list(group) for _, group in groupby(sorted(keys, key=lambda key: -value(key)), key=value)]


def _head_to_head(same: list[Key], level: list[Key], rows: dict[Key, Row], matches: list[Match], points: tuple[int, int, int]) -> list[Row]:
    """Teams with the same points and difference, by the matches among them; and the reason on each row."""
    win, draw, loss = points
    own = _count(same, [each for each in matches if each.home in same and each.away in same], win=win, draw=draw, loss=loss)
    found: list[Row] = []
    by_points = _groups(same, lambda key: own[key].points)
    for group in by_points:
        by_difference = _groups(group, lambda key: own[key].difference)
        for last in by_difference:
            for key in last:
                row = rows[key]
                row.level_with = [other for other in level if other != key]
                if len(last) > 1:
                    row.tie = "level"
                elif len(by_difference) > 1:
                    row.tie = "head_difference"
                elif len(by_points) > 1:
                    row.tie = "head_points"
                elif len(level) > 1:
                    row.tie = "difference"
                row.sharing = tuple(last)
                row.head = (own[key].points, own[key].difference)
                found.append(row)
    return found
