"""What a selection means, in sentences that anyone understands. Facts come from the kernel; only the words are made here."""

from typing import TYPE_CHECKING

from trellis.kernels.sortition.certificate import Ceiling, Certificate
from trellis.kernels.sortition.composition import Missing, Standing, composition, missing
from trellis.kernels.sortition.drawing import Drawn
from trellis.kernels.sortition.lottery import Lottery
from trellis.kernels.sortition.relaxation import Change, Relaxation

if TYPE_CHECKING:
    from trellis.interfaces.cli.panel_selection import Selection

MEANINGS = {
    "maximin": "the smallest chance is as large as it can be",
    "leximin": "the smallest chance is as large as it can be, then the next smallest, and so on",
    "nash": "the product of everyone's chances is as large as it can be",
    "goldilocks": "nobody's chance is very small and nobody's is very large",
}
PROVED = 1e-6
"""A gap below this is rounding, not room for a better lottery."""

TOLD = 5e-5
"""A loss below this would be told as 0%."""

ENDS = 8
"""Kinds of people told from either end of a long list."""

PROOF_HOLDS = "The proof was worked through again from the pool and the quotas, and holds."
PROOF_FAILS = "The proof could not be confirmed from the pool and the quotas: do not publish this lottery, and tell us."

INTERVAL = (
    "The range beside a share: if the panel had been drawn from a population by plain chance, shares in this range would explain it "
    "(19 times in 20). Outside of the range, the panel differs from the population by more than chance. It does not mean that those "
    "who volunteer think like those who don't."
)


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage with as many digits as matter: 9.09%, 0.25%, 100%."""
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


def summary(selection: "Selection") -> list[str]:
    """The result in a few lines: the lottery, the smallest chance, why not more, fingerprints, and the panel if it was drawn."""
    lottery = selection.lottery
    lines = [*_relaxed(selection.relaxation), *lottery_sentences(lottery, seats_free=selection.vacancies is not None)]
    if lottery.exact is not None:
        lines += certificate_sentences(lottery.exact.certificate)
    if selection.proof_holds is not None:
        lines.append(PROOF_HOLDS if selection.proof_holds else PROOF_FAILS)
    lines += fingerprint_lines(lottery, selection.sha256)
    if selection.drawn is None:
        lines.append("Nobody is drawn yet. Publish this lottery with --json, then draw in public with --dice or --seed.")
        return lines
    lines.append(drawn_sentence(selection.drawn, lottery))
    if selection.vacancies is not None:
        kept = len(selection.vacancies.kept)
        lines.append(f"{kept} {'stays' if kept == 1 else 'stay'}. New on the panel:")
    lines += [f"  {member}" for member in selection.drawn.members]
    for member, others in selection.alternates.items():
        lines.append(alternate_sentence(member, others))
    return lines


def explanation(selection: "Selection") -> list[str]:
    """Who has which chance, the panel beside the pool and the population, and who is missing."""
    lines = ["", "Chances", *chance_lines(selection.lottery)]
    if selection.pool is None or selection.quotas is None or selection.vacancies is not None:
        return lines
    standings = composition(selection.pool, selection.quotas, selection.lottery, drawn=selection.panel, population=selection.population)
    lines += ["", "Seats", *[standing_sentence(each, size=selection.lottery.size) for each in standings]]
    if selection.panel is not None and selection.population is not None:
        lines.append(INTERVAL)
    lines += ["", "Who is missing", *missing_sentences(standings, size=selection.lottery.size, told=selection.population is not None)]
    return lines


def lottery_sentences(lottery: Lottery, *, seats_free: bool = False) -> list[str]:
    what = f"A group of {lottery.size} for the free seats" if seats_free else f"A panel of {lottery.size}"
    lines = [
        f"{what} from {_people(len(lottery.ids))}, by a lottery over {_panels(len(lottery.panels))}.",
        f"What counts as fair here ({lottery.objective}): {MEANINGS.get(lottery.objective, 'as the lottery was published')}.",
        f"The smallest chance is {percent(lottery.minimum)}, the largest {percent(lottery.maximum)}.",
    ]
    if lottery.rounding_loss > TOLD:
        exact = percent(lottery.exact.minimum) if lottery.exact else ""
        lines.append(f"Rounding to {lottery.tickets:,} tickets took {percent(lottery.rounding_loss)} from the smallest chance ({exact}).")
    if lottery.excluded:
        number = len(lottery.excluded)
        lines.append(f"{_people(number)} {'is' if number == 1 else 'are'} on no panel: the quotas leave them no seat.")
    return lines


def certificate_sentences(proof: Certificate) -> list[str]:
    """Why the lottery can't be fairer, and the gap if that is not quite proved."""
    lines = [ceiling_sentence(proof.ceiling)]
    if proof.objective in ("maximin", "leximin"):
        if abs(float(proof.ceiling.chance) - proof.value) < PROVED:
            return [*lines, "The lottery reaches that, so no lottery is fairer."]
        bound = f"Together, the quotas allow no lottery in which everyone has more than {percent(proof.bound)}"
    else:
        bound = f"No lottery is better by this measure than {proof.bound:.6g}; this one has {proof.value:.6g}"
    if proof.gap < PROVED:
        return [*lines, f"{bound}. That is proved, and this lottery reaches it."]
    return [*lines, f"{bound}. That is proved; this lottery is within {proof.gap:.2g} of it."]


def ceiling_sentence(ceiling: Ceiling) -> str:
    whom = _people(ceiling.people) + (f" with {ceiling.quota.feature} {ceiling.quota.value}" if ceiling.quota else "")
    seats = f"{ceiling.seats:,} {_seats(ceiling.seats)}"
    return f"At most {seats} for {whom}: not everyone's chance can be above {percent(float(ceiling.chance))}."


def fingerprint_lines(lottery: Lottery, sha256: dict[str, str]) -> list[str]:
    return [f"SHA-256 of the {name}: {digest}" for name, digest in {**sha256, "lottery": lottery.fingerprint}.items()]


def drawn_sentence(drawn: Drawn, lottery: Lottery) -> str:
    how = f"the seed {drawn.told!r}" if drawn.how == "seed" else f"the dice {drawn.told}"
    return f"Drawn by {how}: ticket {drawn.ticket:,} of {lottery.tickets:,}, which is panel {drawn.panel}:"


def alternate_sentence(member: str, others: tuple[str, ...]) -> str:
    if not others:
        return f"If {member} declines, nobody alone can take the seat within the quotas."
    return f"If {member} declines, ask {', then '.join(others)}."


def chance_lines(lottery: Lottery) -> list[str]:
    """How many people of which kind have which chance, smallest first; from the middle of a long list only how many there are."""
    exact = lottery.exact
    values = {person: profile.values for profile in exact.profiles for person in profile.ids} if exact else {}
    kinds: dict[tuple[str, tuple[str, ...]], int] = {}
    for person, tickets in sorted(lottery.tickets_of.items(), key=lambda each: each[1]):
        kind = (percent(tickets / lottery.tickets), values.get(person, ()))
        kinds[kind] = kinds.get(kind, 0) + 1
    lines = [f"  {chance:>7}  {_people(number)}{': ' if who else ''}{', '.join(who)}" for (chance, who), number in kinds.items()]
    if len(lines) <= 2 * ENDS + 1:
        return lines
    between = sum(list(kinds.values())[ENDS:-ENDS])
    return [*lines[:ENDS], f"      …    {_people(between)} in between; --json has everyone's chance", *lines[-ENDS:]]


def standing_sentence(each: Standing, *, size: int) -> str:
    seats = f"{each.fewest} to {each.most} seats" if each.fewest != each.most else f"{each.most} {_seats(each.most)}"
    parts = [f"{each.volunteers:,} of the volunteers", f"{seats}, {each.expected:.1f} on average"]
    if each.quota is not None:
        parts.append(f"quota {each.quota.minimum} to {each.quota.maximum}")
    if each.population is not None:
        parts.append(f"{percent(each.population)} of the population, which would be {each.population * size:.1f} {_seats(2)}")
    if each.drawn is not None:
        low, high = each.interval or (0.0, 1.0)
        beside = f" (range {percent(low)} to {percent(high)})" if each.population is not None else ""
        parts.append(f"{each.drawn} drawn: {percent(each.drawn / size)}{beside}")
    if each.unlike_population:
        more = each.drawn is not None and each.population is not None and each.drawn / size > each.population
        parts.append(f"{'more' if more else 'fewer'} than chance would give")
    return f"  {each.feature} {each.value}: {'; '.join(parts)}."


def missing_sentences(standings: tuple[Standing, ...], *, size: int, told: bool) -> list[str]:
    """Who has no seat or too few of the population; without a census only who volunteered and has none."""
    if told:
        return [missing_sentence(each) for each in missing(standings, size=size)] or ["  Nobody that the census knows of."]
    unseated = [each for each in standings if not each.most and (each.volunteers or each.quota and each.quota.maximum)]
    lines = [f"  {each.feature} {each.value}: {each.volunteers:,} of the volunteers, and no seat on any panel." for each in unseated]
    return lines or ["  Every value of a feature has a seat on some panel. A census (--population) would tell more."]


def missing_sentence(each: Missing) -> str:
    why = {
        "no volunteers": "nobody volunteered",
        "no seat": f"{each.volunteers:,} volunteered, but no panel has a seat for them",
        "few volunteers": f"only {each.volunteers:,} volunteered",
        "few seats": f"only {each.expected:.1f} seats on average",
    }[each.why]
    return f"  {each.feature} {each.value}: {why}; {each.due:.1f} {_seats(2)} would be their share."


def relaxation_sentence(found: Relaxation) -> str:
    """The smallest change of quotas, as an instruction."""
    text = "; ".join(change_sentence(change) for change in found.changes)
    return text if found.within_flex else f"{text}; that is beyond what min_flex and max_flex allow"


def change_sentence(change: Change) -> str:
    verb = "lower" if change.limit == "minimum" else "raise"
    return f"{verb} the {change.limit} of {change.quota.feature} {change.quota.value} from {change.before} to {change.after}"


def _relaxed(relaxation: Relaxation | None) -> list[str]:
    if relaxation is None:
        return []
    return [f"No panel meets all the quotas together. Changed as little as possible: {relaxation_sentence(relaxation)}."]


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _panels(number: int) -> str:
    return "1 panel that meets every quota" if number == 1 else f"{number:,} panels that meet every quota"


def _seats(number: int) -> str:
    return "seat" if number == 1 else "seats"
