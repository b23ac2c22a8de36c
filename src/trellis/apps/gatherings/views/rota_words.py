"""Why these turns, and why not that one: the kernel's codes in sentences. That two people are kept apart is said to nobody."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.apps.gatherings.queries.rota import Problem
from trellis.kernels.rota import gini
from trellis.kernels.rota.explaining import Gap, Person, explain


@dataclass(frozen=True)
class Load:
    """What somebody has of what they stated."""

    person_id: str
    name: str
    n: int
    capacity: int

    @property
    def part(self) -> float:
        return self.n / self.capacity if self.capacity else 0.0


def told(problem: Problem, turns: list[tuple[str, str]]) -> tuple[dict[str, Person], dict[str, Gap], list[Load]]:
    """By person and by shift what the kernel says, and the loads."""
    people, gaps = explain(problem.rota, turns)
    capacity = {each.id: each.capacity for each in problem.rota.volunteers}
    loads = [
        Load(str(each.volunteer), problem.people[str(each.volunteer)].display_name, len(each.turns), capacity[each.volunteer])
        for each in people
    ]
    return {str(each.volunteer): each for each in people}, {str(gap.shift): gap for gap in gaps}, loads


def why_not(code: str) -> str:
    """One reason, to the person themselves."""
    words = {
        "capacity": _("You have all the turns you said you can take."),
        "week": _("Your week is full, by what you said."),
        "rest": _("It is too near another turn of yours for a rest of eleven hours."),
        "lead": _("Whoever has it can lead, which this shift needs."),
        "load": _("Whoever has it has fewer turns for what they can do."),
        "likes": _("Somebody else would rather have it."),
    }
    return words.get(code, _("Somebody else has it; either of you could have."))


def why_empty(gap: Gap) -> str:
    """Why nobody has a place, in one sentence, to whoever organizes."""
    if not gap.able:
        return _("Nobody who answered can come then.")
    n = {code: gap.reasons.get(code, 0) for code in ("capacity", "week", "rest")}
    parts = [
        ngettext("%(n)d has all the turns they can take", "%(n)d have all the turns they can take", n["capacity"]) % {"n": n["capacity"]}
        if n["capacity"]
        else "",
        ngettext("%(n)d has a full week", "%(n)d have a full week", n["week"]) % {"n": n["week"]} if n["week"] else "",
        ngettext("%(n)d would have no rest", "%(n)d would have no rest", n["rest"]) % {"n": n["rest"]} if n["rest"] else "",
    ]
    said = "; ".join(each for each in parts if each)
    return _("Of those who can come: %(why)s.") % {"why": said} if said else _("Those who could come are on other turns.")


def evenness(loads: list[Load]) -> str:
    """How evenly it is shared, in words and as a number."""
    number = gini([load.part for load in loads])
    words = _("Evenly shared") if number <= 0.1 else _("Fairly evenly shared") if number <= 0.25 else _("Unevenly shared")
    return _("%(words)s (Gini %(number).2f; 0 is all the same)") % {"words": words, "number": number}
