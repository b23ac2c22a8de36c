"""The JSON document of `trellis tally`. Exact fractions are strings, with a float beside them."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trellis.kernels.tally import Election, Outcome, Refused
    from trellis.kernels.tally.explanation import Explanation, GroupFacts, ProjectFacts
    from trellis.kernels.tally.needed import Needed
    from trellis.kernels.tally.statistics import MoneyByLabel, Spread, Statistics

MOST_AMOUNTS = 20
"""Different payments listed one by one; what is left is summed up, since late rounds have thousands of them."""
Amount = dict[str, Any] | None


def document(election: "Election", outcome: "Outcome", explanation: "Explanation | None", *, seconds: float) -> dict[str, Any]:
    """The result of a count, as the commands page has it. Money is in currency units."""
    found = {
        "rule": outcome.rule,
        "utility": outcome.utility,
        "completion": outcome.completion,
        "stop": outcome.stop,
        "fill": outcome.fill,
        "vote_type": election.vote_type,
        "budget": plain(election.money(outcome.budget)),
        "cost": plain(election.money(outcome.cost)),
        "n_votes": election.n_voters,
        "n_projects": len(election.projects),
        "winners": list(outcome.winners),
        "how": dict(outcome.how),
        "ties": [{"place": tie.place, "tied": list(tie.tied), "taken": tie.taken, "stage": tie.stage} for tie in outcome.ties],
        "exact": True,
        "endowment": None if outcome.endowment is None else exact(election.money(outcome.endowment)),
        "increments": outcome.increments,
        "refused": [_refused(election, each) for each in outcome.refused],
        "unsupported": list(outcome.unsupported),
    }
    if explanation:
        found["explanation"] = {
            "projects": [_project(election, each) for each in explanation.projects],
            "groups": [_group(election, each) for each in explanation.groups],
            "statistics": _statistics(election, explanation.statistics),
            "counted_again": explanation.counted_again,
        }
    return found | {"seconds": round(seconds, 4)}


def plain(amount: Fraction) -> int | float:
    """Money as a number: whole where it is, else the decimals of the file, which a float repeats exactly."""
    return int(amount) if amount.denominator == 1 else float(amount)


def exact(number: Fraction | None) -> Amount:
    return None if number is None else {"exact": str(number), "about": float(number)}


def _refused(election: "Election", refused: "Refused") -> dict[str, Any]:
    """What a project needed to take part and had instead; under a limit, what it costs and what was left."""
    needed, had = refused.needed, refused.had
    if refused.reason == "limit":
        needed, had = election.money(needed), election.money(had)
    return {"id": refused.id, "reason": refused.reason, "needed": exact(needed), "had": exact(had)}


def _project(election: "Election", facts: "ProjectFacts") -> dict[str, Any]:
    def money(amount: Fraction | int | None) -> Amount:
        return None if amount is None else exact(election.money(amount))

    found: dict[str, Any] = {
        "id": facts.id,
        "cost": plain(election.money(facts.cost)),
        "votes": facts.votes,
        "chosen": facts.chosen,
        "place": facts.place,
        "effective_support": exact(facts.effective_support),
        "supporters_left_out": facts.supporters_left_out,
    }
    if facts.payments:
        rest = facts.payments[MOST_AMOUNTS:]
        found |= {
            "price": money(facts.price),
            "paid_full": facts.paid_full,
            "paid_part": facts.paid_part,
            "paid_nothing": facts.paid_nothing,
            "part_least": money(facts.part_least),
            "part_most": money(facts.part_most),
            "payments": [{"each": money(share.amount), "voters": share.voters} for share in facts.payments[:MOST_AMOUNTS]],
        }
        if rest:
            found["smaller_payments"] = {
                "amounts": len(rest),
                "voters": sum(share.voters for share in rest),
                "together": money(sum((share.amount * share.voters for share in rest), Fraction(0))),
                "most": money(rest[0].amount),
                "least": money(rest[-1].amount),
            }
    if facts.unspent is not None:
        found["spent_elsewhere"] = [{"id": each.id, "amount": money(each.amount), "voters": each.voters} for each in facts.spent_elsewhere]
        found["unspent"] = money(facts.unspent)
    if facts.place is None:
        found |= {
            "reason": facts.reason,
            "threshold": (money if facts.reason == "limit" else exact)(facts.threshold),
            "had": (money if facts.reason == "limit" else exact)(facts.had),
            "room": plain(election.money(facts.room)),
            "room_after": facts.room_after,
            "at_same_share": {"votes": facts.votes_at_same_share, "cost": _plain(election, facts.cost_at_same_share)},
            "needed": {
                "votes": _needed(election, facts.votes_needed),
                "cost": _needed(election, facts.cost_needed),
            },
        }
    return found


def _plain(election: "Election", amount: int | None) -> int | float | None:
    return None if amount is None else plain(election.money(amount))


def _needed(election: "Election", needed: "Needed | None") -> dict[str, Any] | None:
    """None where it was not counted again; an amount of null where nothing of the kind would have done."""
    if needed is None:
        return None
    if needed.kind == "cost":
        return {"wins": _plain(election, needed.amount), "does_not_win": _plain(election, needed.almost), "counts": needed.runs}
    return {"wins": needed.amount, "does_not_win": needed.almost, "counts": needed.runs}


def _group(election: "Election", group: "GroupFacts") -> dict[str, Any]:
    return {
        "kind": group.kind,
        "label": group.label,
        "voters": group.voters,
        "left_out": group.left_out,
        "left_out_most_votes": group.left_out_most_votes,
        "funded_per_voter": exact(Fraction(group.funded, group.voters)) if group.voters else None,
        "share_spent": exact(group.spent / group.shares) if group.shares else None,
    }


def _statistics(election: "Election", found: "Statistics") -> dict[str, Any]:
    return {
        "n_voters": found.n_voters,
        "left_out": found.here.left_out,
        "left_out_most_votes": found.most_votes.left_out,
        "most_votes_winners": list(found.most_votes_winners),
        "here": _spread(election, found.here),
        "most_votes": _spread(election, found.most_votes),
        "by_category": [_label(election, each) for each in found.by_category],
        "by_area": [_label(election, each) for each in found.by_area],
    }


def _spread(election: "Election", spread: "Spread") -> dict[str, Any]:
    from trellis.kernels.tally.statistics import QUANTILES

    return {
        "voters_by_funded": list(spread.voters_by_funded),
        "funded_per_voter": exact(spread.mean_funded),
        "money_quantiles": {str(percent): _plain(election, amount) for percent, amount in zip(QUANTILES, spread.money, strict=True)},
        "gini": round(spread.gini, 6),
    }


def _label(election: "Election", each: "MoneyByLabel") -> dict[str, Any]:
    return {
        "label": each.label,
        "projects": each.projects,
        "funded": each.funded,
        "votes": exact(each.votes),
        "money": exact(election.money(each.money)),
        "money_most_votes": exact(election.money(each.money_most_votes)),
    }
