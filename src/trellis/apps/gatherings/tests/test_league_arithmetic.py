"""Who plays whom and how the table comes about: laws, and an example by hand."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from trellis.apps.gatherings.queries.league_rounds import rounds
from trellis.apps.gatherings.queries.league_table import Match, standings


@given(st.integers(2, 24), st.sampled_from([1, 2]))
def test_every_two_meet_nobody_plays_twice_in_a_round_and_homes_are_even(n, meetings):
    plan = rounds(range(n), meetings=meetings)

    pairs = Counter(frozenset(pair) for each in plan for pair in each)
    assert pairs == {frozenset(pair): meetings for pair in combinations(range(n), 2)}
    assert len({pair for each in plan for pair in each}) == sum(pairs.values())
    assert len(plan) == meetings * (n - 1 + n % 2)
    for each in plan:
        playing = [team for pair in each for team in pair]
        assert len(playing) == len(set(playing)) == n - n % 2
    at_home = Counter(home for each in plan for home, _ in each)
    away = Counter(team for each in plan for _, team in each)
    assert all(abs(at_home[team] - away[team]) <= (1 if meetings == 1 else 0) for team in range(n))


results = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3), st.integers(0, 3)), max_size=14)


@given(results)
def test_the_sums_of_a_table(told):
    matches = [Match(home=a, away=b, home_goals=c, away_goals=d) for a, b, c, d in told if a != b]

    table = standings(range(5), matches)

    assert sum(row.difference for row in table) == 0
    assert sum(row.won for row in table) == sum(row.lost for row in table)
    assert sum(row.played for row in table) == 2 * len(matches)
    assert all(row.points == 3 * row.won + row.drawn and row.played == row.won + row.drawn + row.lost for row in table)
    order = [(row.points, row.difference) for row in table]
    assert order == sorted(order, reverse=True)
    assert [row.place for row in table] == sorted(row.place for row in table)
    assert table[0].place == 1
    for above, below in zip(table, table[1:], strict=False):
        assert (above.place == below.place) == (below.team in above.sharing)


@given(results, st.permutations(range(5)))
def test_the_order_in_which_teams_are_given_changes_no_place(told, order):
    matches = [Match(home=a, away=b, home_goals=c, away_goals=d) for a, b, c, d in told if a != b]

    assert {row.team: row.place for row in standings(range(5), matches)} == {row.team: row.place for row in standings(order, matches)}


def test_an_example_by_hand_with_every_kind_of_tie():
    """A beat B, B beat C, C beat A by as much; D and E drew; F lost to D by what E won by."""
    matches = [
        Match(home="A", away="B", home_goals=2, away_goals=1),
        Match(home="B", away="C", home_goals=2, away_goals=1),
        Match(home="C", away="A", home_goals=3, away_goals=1),
        Match(home="D", away="E", home_goals=1, away_goals=1),
    ]

    told = {row.team: (row.place, row.points, row.difference, row.tie) for row in standings("ABCDEF", matches)}

    assert told == {
        "C": (1, 3, 1, "difference"),
        "B": (2, 3, 0, "difference"),
        "A": (3, 3, -1, "difference"),
        "D": (4, 1, 0, "level"),
        "E": (4, 1, 0, "level"),
        "F": (6, 0, 0, ""),
    }


def test_level_on_points_and_difference_the_match_between_them_decides():
    matches = [
        Match(home="A", away="B", home_goals=1, away_goals=0),
        Match(home="C", away="A", home_goals=1, away_goals=0),
        Match(home="B", away="C", home_goals=1, away_goals=0),
        Match(home="B", away="D", home_goals=1, away_goals=0),
        Match(home="D", away="B", home_goals=1, away_goals=0),
        Match(home="A", away="D", home_goals=1, away_goals=1),
        Match(home="D", away="A", home_goals=1, away_goals=1),
    ]

    rows = standings("ABCD", matches)

    assert [(row.team, row.points, row.difference, row.tie) for row in rows] == [
        ("B", 6, 0, ""),
        ("A", 5, 0, "level"),
        ("D", 5, 0, "level"),
        ("C", 3, 0, ""),
    ]
    more = [*matches, Match(home="A", away="D", home_goals=1, away_goals=0), Match(home="C", away="A", home_goals=1, away_goals=0)]
    more += [Match(home="D", away="C", home_goals=1, away_goals=0)]
    table = standings("ABCD", more)
    assert [(row.team, row.points, row.difference, row.tie) for row in table][:2] == [
        ("A", 8, 0, "head_points"),
        ("D", 8, 0, "head_points"),
    ]


def test_teams_that_withdrew_stand_at_the_foot():
    table = standings("ABC", [Match(home="A", away="B", home_goals=3, away_goals=0)], last="A")

    assert [(row.team, row.place) for row in table] == [("C", 1), ("B", 2), ("A", 3)]
