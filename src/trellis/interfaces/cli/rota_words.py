"""What `trellis rota` says: sentences for the people whose turns they are, and the JSON document."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from trellis.core.console import printable

if TYPE_CHECKING:
    from trellis.kernels.rota import Proposal, Rota
    from trellis.kernels.rota.explaining import Gap, Person

SHOWN = 25
"""Gaps told one by one."""
WHY_NOT = {
    "capacity": "your turns already make the {n} you stated",
    "week": "your week is full ({beside})",
    "rest": "too little rest beside {beside}",
    "apart": "somebody is there from whom you are kept apart",
    "lead": "whoever has it is the lead it needs",
    "load": "whoever has it had fewer turns for what they can do",
    "likes": "whoever has it likes it better",
    "lot": "it made no difference who has it",
    "free": "there was no time to look further",
    "dear": "you have done so much that it was rather left empty",
    "cannot": "you said you can't",
}
WHY_EMPTY = {
    "capacity": "have all the turns they stated",
    "week": "have a full week",
    "rest": "would have too little rest",
    "apart": "are kept apart from somebody there",
    "dear": "have done too much already",
    "free": "could still be asked",
    "lead": "are needed as leads",
    "load": "had more turns for what they can do",
    "likes": "like it less than whoever is there",
    "lot": "could change with somebody there",
}


def document(
    rota: "Rota", proposal: "Proposal", people: Sequence["Person"], gaps: Sequence["Gap"], *, seconds: float, full: bool
) -> dict[str, Any]:
    """The JSON document."""
    from trellis.kernels.rota import gini

    count = proposal.count
    found: dict[str, Any] = {
        "turns": [list(turn) for turn in proposal.turns],
        "objective": count.objective,
        "unfilled": count.unfilled,
        "without_lead": count.without_lead,
        "bound": proposal.bound,
        "optimal": proposal.optimal,
        "breaches": [asdict(each) for each in count.breaches],
        "load": count.load,
        "gini": round(gini(count.load.values()), 4),
        "gaps": [asdict(each) for each in gaps],
        "seconds": round(seconds, 3),
    }
    if full:
        found["people"] = [asdict(each) for each in people]
    return found


def summary(rota: "Rota", proposal: "Proposal", gaps: Sequence["Gap"]) -> Iterator[str]:
    """How it went, and every place that nobody has."""
    from trellis.kernels.rota import gini

    count = proposal.count
    places = sum(shift.need for shift in rota.shifts)
    empty = f"{count.unfilled} of {places} places are empty; {count.without_lead} shifts have no lead"
    yield f"{len(proposal.turns)} turns for {len(rota.volunteers)} people; {empty}."
    if count.breaches:
        yield f"{len(count.breaches)} settled turns break a rule among themselves or with what was stated."
    else:
        yield "Counted again from the turns: nobody is put where they can't be, without their rest, or over what they stated."
    if proposal.optimal:
        yield f"Objective {count.objective:,}: no rota has less."
    elif proposal.bound is not None:
        yield f"Objective {count.objective:,}; no rota has less than {proposal.bound:,}."
    else:
        yield f"Objective {count.objective:,}; how low it could be is not known."
    loads = sorted(count.load.values())
    yield (
        f"Load, as turns over what each person stated: {loads[0]:.0%} to {loads[-1]:.0%}, "
        f"half of the people at most {loads[len(loads) // 2]:.0%}; Gini {gini(loads):.3f} (0 is the same for all)."
    )
    for gap in gaps[:SHOWN]:
        yield told(gap)
    if len(gaps) > SHOWN:
        yield f"... and {len(gaps) - SHOWN} more such shifts (--json has them all)."


def told(gap: "Gap") -> str:
    """One shift with something missing, and why."""
    what = f"{gap.missing} empty" if gap.missing else "no lead"
    if gap.missing and gap.lead_missing:
        what += " and no lead"
    who = "people" if gap.missing else "leads"
    if not gap.able:
        return printable(f"Shift {gap.shift}: {what}. No {who} can come.")
    reasons = "; ".join(
        f"{number} {WHY_EMPTY.get(code, code)}" for code, number in sorted(gap.reasons.items(), key=lambda each: (-each[1], each[0]))
    )
    return printable(f"Shift {gap.shift}: {what}. Of {gap.able} {who} who could come: {reasons or 'all are there'}.")


def explained(rota: "Rota", people: Sequence["Person"]) -> Iterator[str]:
    """To each person their turns and why not the others."""
    capacity = {volunteer.id: volunteer.capacity for volunteer in rota.volunteers}
    shifts = {shift.id: shift for shift in rota.shifts}
    for person in people:
        yield ""
        stated = capacity[person.volunteer]
        yield printable(f"Volunteer {person.volunteer}: {len(person.turns)} of the {stated} turns you stated ({person.load:.0%}).")
        for had in person.turns:
            settled = (
                "It was settled before."
                if had.settled
                else f"You like it {had.like}; {had.able} could have come for {shifts[had.shift].need}."
            )
            yield printable(f"  Shift {had.shift} ({time_of(shifts[had.shift])}). {settled}")
        for each in person.others:
            beside = ", ".join(f"shift {shift}" for shift in each.beside)
            yield printable(f"  Not shift {each.shift}: {WHY_NOT[each.code].format(n=stated, beside=beside)}.")


def time_of(shift) -> str:
    """Day and hours, from the first midnight."""
    day = shift.starts // 24
    return f"day {day + 1}, {shift.starts - 24 * day:02}:00 to {shift.ends - 24 * day:02}:00"
