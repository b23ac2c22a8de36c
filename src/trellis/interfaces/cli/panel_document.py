"""The JSON document of `trellis panel`: the lottery to publish, and what was drawn from it."""

from typing import Any

from trellis.interfaces.cli.panel_selection import Selection
from trellis.kernels.sortition.certificate import Certificate
from trellis.kernels.sortition.composition import composition, missing
from trellis.kernels.sortition.publication import published


def document(selection: Selection, *, seconds: float) -> dict[str, Any]:
    """Everything about a selection. People appear by id only."""
    lottery = selection.lottery
    found = published(lottery)
    found |= {f"{name}_sha256": digest for name, digest in selection.sha256.items()}
    found["excluded"] = [person for person in lottery.ids if person in lottery.excluded]
    found["rounding_loss"] = lottery.rounding_loss
    if lottery.exact is not None:
        found["certificate"] = {**_certificate(lottery.exact.certificate), "holds": selection.proof_holds}
    if selection.relaxation is not None:
        found["relaxed"] = [
            {
                "feature": change.quota.feature,
                "value": change.quota.value,
                "limit": change.limit,
                "from": change.before,
                "to": change.after,
            }
            for change in selection.relaxation.changes
        ]
    if selection.vacancies is not None:
        found["kept"] = list(selection.vacancies.kept)
    if selection.drawn is not None:
        found["drawn"] = list(selection.drawn.members)
        found["draw"] = {
            selection.drawn.how: selection.drawn.told,
            "ticket": selection.drawn.ticket,
            "panel": selection.drawn.panel,
        }
    if selection.alternates:
        found["alternates"] = {member: list(others) for member, others in selection.alternates.items()}
    found |= _composition(selection)
    found["seconds"] = round(seconds, 3)
    return found


def _certificate(proof: Certificate) -> dict[str, Any]:
    ceiling = proof.ceiling
    return {
        "value": proof.value,
        "bound": proof.bound,
        "gap": proof.gap,
        "ceiling": {
            "seats": ceiling.seats,
            "people": ceiling.people,
            "chance": str(ceiling.chance),
            "quota": [ceiling.quota.feature, ceiling.quota.value] if ceiling.quota else None,
        },
        "steps": [
            {
                "level": step.level,
                "profiles": list(step.profiles),
                "weights": list(step.prices.weights),
                "limit": step.prices.limit,
                "seat_price": step.prices.seat_price,
                "quota_prices": list(step.prices.quota_prices),
                "household_prices": list(step.prices.household_prices),
                "cut_prices": list(step.prices.cut_prices),
            }
            for step in proof.steps
        ],
        "cuts": [{"weights": list(cut.weights), "limit": cut.limit} for cut in proof.cuts],
        "excluded_profiles": list(proof.excluded),
    }


def _composition(selection: Selection) -> dict[str, Any]:
    if selection.pool is None or selection.quotas is None or selection.vacancies is not None:
        return {}
    standings = composition(selection.pool, selection.quotas, selection.lottery, drawn=selection.panel, population=selection.population)
    return {
        "composition": [
            {
                "feature": each.feature,
                "value": each.value,
                "quota": [each.quota.minimum, each.quota.maximum] if each.quota else None,
                "volunteers": each.volunteers,
                "population_share": each.population,
                "expected_seats": each.expected,
                "seats": [each.fewest, each.most],
                "drawn": each.drawn,
                "interval": list(each.interval) if each.interval else None,
            }
            for each in standings
        ],
        "missing": [
            {"feature": each.feature, "value": each.value, "why": each.why, "seats_due": each.due, "volunteers": each.volunteers}
            for each in missing(standings, size=selection.lottery.size)
        ],
    }
