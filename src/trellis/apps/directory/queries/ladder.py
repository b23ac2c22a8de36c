"""The ladder of involvement: how far an initiative is its community's own, derived from what was answered about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import combinations

from trellis.apps.directory.models.leadership import LeadershipAnswer, Question, Stands, TakesPart, Who

COMMUNITY = {Who.PEOPLE: 2, Who.RESIDENTS: 2, Who.MIX: 1, Who.SERVICE: 0, Who.FUNDER: 0, Who.UNKNOWN: 0}
"""How much of the community is in an answer. Not knowing counts as nothing: the ladder flatters nobody."""


class Rung(IntEnum):
    """The six rungs, from the lowest; NONE where nothing said reaches the first."""

    NONE = 0
    CONTRIBUTION = 1
    RECRUITED = 2
    ADVISORY = 3
    INTEGRATED = 4
    INDEPENDENT = 5
    SELF_GOVERNING = 6


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All that the ladder is derived from: the four questions, whose body it is, and how else people take part."""

    saw: str = Who.UNKNOWN
    designed: str = Who.UNKNOWN
    leads: str = Who.UNKNOWN
    decides: str = Who.UNKNOWN
    stands: str = Stands.UNKNOWN
    supported: bool = False
    takes_part: frozenset[str] = frozenset()


def rung_of(told: Standing) -> Rung:
    """The highest rung whose conditions hold.

    6 self-governing: a body of its own; the community leads and decides; no service that it could not do without.
    5 independent: a body of its own; the community leads and decides, at least together with others.
    4 integrated: the community leads or decides, at least together with others, whosever body it is.
    3 advisory: people it is for sit on an advisory board.
    2 recruited: they are asked to do a task, or they once designed the answer.
    1 contribution: they help with small things, or they once saw the problem.

    No condition ever asks for less community, so more of it can't lower the rung: each answer nearer to the community, a body of
    its own, less dependence and each further way of taking part leave the rung where it is or raise it.
    """
    leads, decides = COMMUNITY[Who(told.leads)], COMMUNITY[Who(told.decides)]
    if told.stands == Stands.OWN and leads and decides:
        whole = leads == decides == 2 and not told.supported
        return Rung.SELF_GOVERNING if whole else Rung.INDEPENDENT
    if leads or decides:
        return Rung.INTEGRATED
    if TakesPart.ADVISORY in told.takes_part:
        return Rung.ADVISORY
    if TakesPart.RECRUITED in told.takes_part or COMMUNITY[Who(told.designed)]:
        return Rung.RECRUITED
    if TakesPart.CONTRIBUTIONS in told.takes_part or COMMUNITY[Who(told.saw)]:
        return Rung.CONTRIBUTION
    return Rung.NONE


def standing_of(answer: LeadershipAnswer) -> Standing:
    """What an answer says of the ladder."""
    return Standing(
        **{each: getattr(answer, each) for each in Question.values},
        stands=answer.stands,
        supported=answer.supported,
        takes_part=frozenset(answer.takes_part),
    )


def standing_from(told: Mapping) -> Standing:
    """The same from plain answers, such as a member's; whatever is not known is left out."""
    return Standing(
        **{each: told[each] if told.get(each) in Who.values else Who.UNKNOWN for each in Question.values},
        stands=told.get("stands") if told.get("stands") in Stands.values else Stands.UNKNOWN,
        supported=bool(told.get("supported")),
        takes_part=frozenset(each for each in told.get("takes_part", ()) if each in TakesPart.values),
    )


CHANGES: tuple[tuple[str, dict], ...] = (
    ("decides_together", {"decides": Who.MIX}),
    ("leads_together", {"leads": Who.MIX}),
    ("decides", {"decides": Who.PEOPLE}),
    ("leads", {"leads": Who.PEOPLE}),
    ("own_body", {"stands": Stands.OWN}),
    ("less_dependent", {"supported": False}),
    ("advisory", {"takes_part": TakesPart.ADVISORY}),
    ("recruited", {"takes_part": TakesPart.RECRUITED}),
    ("contributions", {"takes_part": TakesPart.CONTRIBUTIONS}),
)
"""What an initiative may change, by the code under which views/leading_words.py says how, the smallest step first."""


def next_steps(told: Standing) -> list[list[str]]:
    """The ways to the nearest rung above, each the fewest changes that get there; empty at the top.

    A change is only named when it is one: nothing that is so already, and nothing that lessens the community's part.
    """
    here = rung_of(told)
    real = [code for code, change in CHANGES if _changed(told, code) != told and _is_more(told, change)]
    for size in (1, 2, 3):
        reached = {way: rung_of(_after(told, way)) for way in combinations(real, size) if not _repeats(way)}
        higher = {way: rung for way, rung in reached.items() if rung > here}
        if higher:
            return [list(way) for way, rung in higher.items() if rung == min(higher.values())]
    return []


def _after(told: Standing, way: Iterable[str]) -> Standing:
    for code in way:
        told = _changed(told, code)
    return told


def _changed(told: Standing, code: str) -> Standing:
    change = dict(CHANGES)[code]
    if "takes_part" in change:
        return replace(told, takes_part=told.takes_part | {change["takes_part"]})
    return replace(told, **change)


def _is_more(told: Standing, change: dict) -> bool:
    return all(COMMUNITY[change[name]] > COMMUNITY[Who(getattr(told, name))] for name in ("leads", "decides") if name in change)


def _repeats(way: tuple[str, ...]) -> bool:
    """Whether a way names the same thing twice: deciding together, and deciding."""
    return len({code.removesuffix("_together") for code in way}) < len(way)


def middle_rung(rungs: Collection[Rung]) -> Rung:
    """The middle of several, the lower of two: what at least half of them reach."""
    ordered = sorted(rungs)
    return ordered[(len(ordered) - 1) // 2]
