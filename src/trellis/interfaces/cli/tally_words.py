"""What `trellis tally` says, in words for somebody who lives there: sentences made from facts."""

from collections.abc import Collection, Iterator
from fractions import Fraction
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trellis.kernels.tally import Election, Outcome
    from trellis.kernels.tally.explanation import Explanation, GroupFacts, ProjectFacts
    from trellis.kernels.tally.needed import Needed
    from trellis.kernels.tally.statistics import MoneyByLabel, Statistics

IN_FULL = 30
"""Losing projects explained sentence by sentence, those that came nearest first. The others get a line each."""
DESTINATIONS = 3
TIES = 5
GROUPS = 12
WIDTH = 116
NAME = 60
RULES = {
    ("equal-shares", "add1"): "Method of Equal Shares, everyone's share raised step by step",
    ("equal-shares", "none"): "Method of Equal Shares",
    ("greedy", "cost"): "most votes first",
    ("greedy", "cardinality"): "most votes for the money first",
    ("phragmen", ""): "sequential Phragmén",
}
UTILITIES = {"cost": "", "cardinality": ", every project worth the same", "points": ", by points", "borda": ", by ranks"}
SUPPORT = (
    "(Effective support: how much of its cost a project's supporters could bring at the best moment, each paying no more than "
    "those who paid for the project bought then. Over 100% is enough to be bought.)"
)
REFUSED = {
    "min_approvals": "It had {had} votes and needed {needed} to take part.",
    "min_score": "It had {had} points and needed {needed} to take part.",
    "min_share": "It had {had} votes, too few for what it costs: {needed} were needed to take part.",
}


class Money:
    """Writes amounts of one election: 12,500 or 12,500.40, in its currency where the file names one."""

    def __init__(self, election: "Election"):
        self.election = election
        self.currency = election.meta.get("currency", "").strip()

    def __call__(self, amount: Fraction | int) -> str:
        return f"{self.bare(amount)} {self.currency}".rstrip()

    def bare(self, amount: Fraction | int) -> str:
        value = self.election.money(amount)
        if value.denominator == 1:
            return f"{int(value):,}"
        if abs(value) >= 10_000:
            return f"{round(value):,}"
        # Small shares keep two digits that say something, down to a millionth.
        digits = next((each for each in range(2, 7) if abs(value) >= Fraction(1, 10 ** (each - 1))), 6)
        return f"{float(value):,.{digits}f}"


def summary(election: "Election", outcome: "Outcome", compared: "Statistics") -> Iterator[str]:
    """Who won, what it costs, how evenly it went, and ties."""
    money = Money(election)
    title = election.meta.get("description", "").strip()
    if title:
        yield title
    yield f"{_count(election.n_voters, 'voter')}, {_count(len(election.projects), 'project')}, a budget of {money(outcome.budget)}."
    yield f"Counted by: {rule_in_words(outcome)}."
    yield ""
    unspent = money(outcome.budget - outcome.cost)
    yield f"Funded: {_count(len(outcome.winners), 'project')} for {money(outcome.cost)}; {unspent} is not spent."
    yield from _winners(election, outcome, money)
    yield ""
    if outcome.endowment is not None:
        yield f"Each voter's share was {money(outcome.endowment)}."
    yield from left_out(compared)
    yield from _ties(outcome)
    if outcome.unsupported:
        yield f"Nobody voted for {_listed(outcome.unsupported)}: not funded."


def rule_in_words(outcome: "Outcome") -> str:
    if outcome.rule == "equal-shares":
        words = RULES["equal-shares", outcome.completion]
        words += {"cost": "", "cardinality": ", every project worth the same", "points": ", by points", "borda": ", by ranks"}[
            outcome.utility
        ]
        return words + (", what is left to the most votes" if outcome.fill == "greedy" else "")
    if outcome.rule == "greedy":
        return RULES.get(("greedy", outcome.utility), f"most {outcome.utility} first")
    return RULES["phragmen", ""]


def left_out(compared: "Statistics") -> Iterator[str]:
    """How many voters have nothing they voted for, here and under most votes."""
    here, there, voters = compared.here, compared.most_votes, compared.n_voters
    yield (
        f"Left out, with none of their projects funded: {here.left_out:,} of {voters:,} voters ({percent(here.left_out, voters)}). "
        f"With most votes alone it would be {there.left_out:,} ({percent(there.left_out, voters)})."
    )
    funded, alone = float(here.mean_funded), float(there.mean_funded)
    yield f"A voter has {funded:.2f} of their projects funded on average; with most votes alone {alone:.2f}."


def percent(part: int | Fraction, whole: int | Fraction) -> str:
    if not whole:
        return "0%"
    share = Fraction(part) * 100 / Fraction(whole)
    # 99.96% is not 100%, and next to nothing is not nothing: what is short of the whole or above nothing must look so.
    if 0 < share < Fraction(1, 10):
        return "under 0.1%"
    if Fraction(999, 10) < share < 100:
        return "just under 100%"
    if 100 < share < Fraction(1001, 10):
        return "just over 100%"
    return f"{float(share):.1f}%" if share.denominator != 1 and share < 1000 else f"{round(share):,}%"


def explained(election: "Election", outcome: "Outcome", explanation: "Explanation", *, in_full: Collection[str] = ()) -> Iterator[str]:
    """Project by project, then where the money went and what groups of voters got. With `in_full`, those projects only."""
    told = Told(election, outcome)
    by_id = {facts.id: facts for facts in explanation.projects}
    if in_full:
        for id in in_full:
            yield ""
            yield from told.project(by_id[id], all_payments=True)
        return
    yield from _heading("Funded projects")
    if outcome.endowment is not None:
        yield from wrap(SUPPORT, WIDTH)
    for id in outcome.winners:
        yield from told.project(by_id[id])
    losers = sorted(
        (facts for facts in explanation.projects if facts.place is None),
        key=lambda facts: (-(facts.effective_support or 0), -facts.votes, facts.id),
    )
    if losers:
        yield from _heading("Projects that were not funded, those that came nearest first")
    for facts in losers[:IN_FULL]:
        yield from told.project(facts)
    for facts in losers[IN_FULL:]:
        yield told.line(facts)
    if len(losers) > IN_FULL:
        yield f"(For more about one of these: --project {losers[IN_FULL].id})"
    for heading, rows in (("categories", explanation.statistics.by_category), ("areas", explanation.statistics.by_area)):
        yield from _labels(heading, rows, Money(election))
    yield from _groups(explanation.groups)


class Told:
    """Sentences about the projects of one outcome."""

    def __init__(self, election: "Election", outcome: "Outcome"):
        self.outcome = outcome
        self.money = Money(election)
        self.names = {project.id: project.name for project in election.projects}

    def project(self, facts: "ProjectFacts", *, all_payments: bool = False) -> Iterator[str]:
        yield ""
        yield self.title(facts)
        first = f"Cost {self.money(facts.cost)}, {_count(facts.votes, 'vote')}. {self.fate(facts)}"
        sentences = [first, *self.payment(facts), *self.support(facts), *self.elsewhere(facts), *self.needed(facts)]
        for sentence in sentences:
            yield from wrap(sentence, WIDTH, initial_indent="    ", subsequent_indent="      ")
        if all_payments:
            yield from (f"      {_count(share.voters, 'voter')} paid {self.money(share.amount)} each" for share in facts.payments)

    def title(self, facts: "ProjectFacts") -> str:
        place = f"{facts.place + 1}. " if facts.place is not None else ""
        return f"{place}{self.called(facts.id)}"

    def called(self, id: str) -> str:
        name = self.names[id]
        if not name:
            return id
        return f"{name if len(name) <= NAME else name[: NAME - 1].rstrip() + '…'} ({id})"

    def line(self, facts: "ProjectFacts") -> str:
        reached = f", reached {percent(facts.effective_support, 1)}" if facts.effective_support is not None else ""
        return f"  {self.called(facts.id)}: cost {self.money(facts.cost)}, {_count(facts.votes, 'vote')}{reached}"

    def fate(self, facts: "ProjectFacts") -> str:
        if facts.chosen == "filled":
            return "Funded from money that was left over when the shares were spent."
        if facts.place is not None:
            return "Funded."
        return self.why(facts)

    def why(self, facts: "ProjectFacts") -> str:
        """Why it lost, in a sentence."""
        if facts.reason == "unsupported":
            return "Nobody voted for it."
        if facts.reason == "over_budget":
            return "It costs more than the whole budget."
        if facts.reason in REFUSED:
            return REFUSED[facts.reason].format(had=_number(facts.had), needed=_number(facts.threshold))
        if facts.reason == "limit":
            return f"Not funded: {self.money(facts.had)} was left under the limit for its category or area."
        if facts.reason == "tie":
            return "It was level with another project, which came first in the order for ties."
        if facts.reason == "short":
            return "Not funded: its supporters had too little left to pay for it."
        if facts.reason == "ended":
            return "Not funded: the count ended before its turn, since the project that was next cost more than what was left."
        after = f"once {self.called(facts.room_after)} was funded, " if facts.room_after else ""
        return f"Not funded: {after}only {self.money(facts.room)} was left."

    def payment(self, facts: "ProjectFacts") -> Iterator[str]:
        if not facts.payments:
            return
        price = f"{self.money(facts.price)} each" if facts.price is not None else "in proportion to what it is worth to them"
        sentence = f"Paid for by its supporters, {price}"
        short = []
        if facts.paid_part:
            least, most = self.money(facts.part_least), self.money(facts.part_most)
            short.append(f"{facts.paid_part:,} gave all they had left ({least if least == most else f'{least} to {most}'})")
        if facts.paid_nothing:
            short.append(f"{facts.paid_nothing:,} had nothing left")
        yield f"{sentence}: {facts.paid_full:,} in full{''.join(f'; {each}' for each in short)}."

    def support(self, facts: "ProjectFacts") -> Iterator[str]:
        if facts.effective_support is None or not facts.votes:
            return
        yield f"Effective support: {percent(facts.effective_support, 1)}."

    def elsewhere(self, facts: "ProjectFacts") -> Iterator[str]:
        if facts.place is None and facts.votes:
            yield f"{facts.supporters_left_out:,} of its {_count(facts.votes, 'supporter')} got none of their projects."
        if not facts.spent_elsewhere:
            return
        first = [f"{self.called(each.id)} {self.money(each.amount)}" for each in facts.spent_elsewhere[:DESTINATIONS]]
        rest = facts.spent_elsewhere[DESTINATIONS:]
        if rest:
            first.append(f"{_count(len(rest), 'other')} {self.money(sum((each.amount for each in rest), Fraction(0)))}")
        yield f"Its supporters' money went to: {'; '.join(first)}. They have {self.money(facts.unspent)} left between them."

    def needed(self, facts: "ProjectFacts") -> Iterator[str]:
        """What would have made it win: counted again, or at the same share where that was not done."""
        if facts.place is not None or facts.reason in ("unsupported", "over_budget"):
            return
        votes, cost = facts.votes_needed, facts.cost_needed
        if votes is None and cost is None:
            near = facts.votes_at_same_share
            if near is not None:
                yield f"About {_count(near, 'more vote')} would have done, had everyone's share stayed the same (not counted again)."
            return
        yield self.counted_again(votes, cost)

    def counted_again(self, votes: "Needed | None", cost: "Needed | None") -> str:
        ways = []
        if votes and votes.amount is not None:
            ways.append(f"with {_count(votes.amount, 'more voter')} for it alone (with {votes.almost:,} not)")
        if cost and cost.amount is not None:
            ways.append(f"at a cost of {self.money(cost.amount)} (at {self.money(cost.almost)} not)")
        if not ways:
            return "Neither more voters for it alone nor a lower cost were found to make it win."
        return f"It would have won {' or '.join(ways)}: counted again."


def _winners(election: "Election", outcome: "Outcome", money: Money) -> Iterator[str]:
    by_id = {project.id: (project, int(votes)) for project, votes in zip(election.projects, election.votes(), strict=True)}
    rows = [(place, *by_id[id]) for place, id in enumerate(outcome.winners, 1)]
    id_width = max((len(project.id) for _, project, _ in rows), default=0)
    cost_width = max((len(money.bare(project.cost)) for _, project, _ in rows), default=0)
    for place, project, votes in rows:
        filled = "  (from what was left)" if outcome.how.get(project.id) == "filled" else ""
        name = project.name if len(project.name) <= NAME else project.name[: NAME - 1].rstrip() + "…"
        yield f"{place:>4}. {project.id:<{id_width}}  {money.bare(project.cost):>{cost_width}}  {votes:>7,} votes  {name}{filled}".rstrip()


def _ties(outcome: "Outcome") -> Iterator[str]:
    for tie in outcome.ties[:TIES]:
        others = [id for id in tie.tied if id != tie.taken]
        yield f"Tie: {tie.taken} was level with {_listed(others)}; the order for ties took {tie.taken}."
    if len(outcome.ties) > TIES:
        yield f"And {_count(len(outcome.ties) - TIES, 'more tie')}; --json has them all."


def _labels(heading: str, rows: "Collection[MoneyByLabel]", money: Money) -> Iterator[str]:
    """Money by category or area beside votes: parts of the whole."""
    if not rows:
        return
    votes = sum((each.votes for each in rows), Fraction(0))
    spent = sum((each.money for each in rows), Fraction(0))
    there = sum((each.money_most_votes for each in rows), Fraction(0))
    yield from _heading(f"Votes and money by {heading} (a project in two counts half in each)")
    for each in list(rows)[:GROUPS]:
        funded = f"{money(each.money)}; {each.funded} of {each.projects} projects"
        yield (
            f"  {each.label or 'without one'}: {percent(each.votes, votes)} of the votes, {percent(each.money, spent)} of the money "
            f"({funded}); with most votes alone {percent(each.money_most_votes, there)}"
        )
    if len(rows) > GROUPS:
        yield f"  and {len(rows) - GROUPS} more; --json has them all"


def _groups(groups: "Collection[GroupFacts]") -> Iterator[str]:
    """How much of their share each group of voters got."""
    for kind in dict.fromkeys(group.kind for group in groups):
        members = [group for group in groups if group.kind == kind]
        those = f"who voted for a project of the {kind}" if kind in ("category", "area") else f"by {kind}"
        yield from _heading(f"What voters got, {those}")
        for group in members[:GROUPS]:
            spent = f", spent {percent(group.spent, group.shares)} of their shares" if group.shares else ""
            yield (
                f"  {group.label or 'others'}: {_count(group.voters, 'voter')}{spent}; {percent(group.left_out, group.voters)} left out "
                f"(with most votes alone {percent(group.left_out_most_votes, group.voters)})"
            )
        if len(members) > GROUPS:
            yield f"  and {len(members) - GROUPS} more; --json has them all"


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text
    yield "-" * len(text)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _number(number: Fraction | int | None) -> str:
    value = Fraction(number or 0)
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.2f}"


def _listed(ids: Collection[str]) -> str:
    ids = list(ids)
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} and {ids[-1]}"
