"""The report of `trellis tally`: what is funded, who paid for it, why the others lost, and what people got."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from trellis.core.ui import charts
from trellis.interfaces.cli import tally_words as words
from trellis.interfaces.cli.report import Section, write_report

if TYPE_CHECKING:
    from trellis.kernels.tally import Election, Outcome
    from trellis.kernels.tally.explanation import Explanation, GroupFacts, ProjectFacts
    from trellis.kernels.tally.statistics import MoneyByLabel, Spread

MOST_BARS = 40
NEAREST = 5
"""Losing projects that have a picture of where their supporters' money went; the others have a row in a table."""

MOST_RIBBONS = 5
LONGEST_NAME = 60
FIVE_OR_MORE = 5
IN_FULL, ALL_THEY_HAD, LEFT_OVER = "Paid in full", "Gave all they had left", "From what was left over"
FROM_WHAT_WAS_LEFT = "from what was left over"


def write(path: str | Path, election: "Election", outcome: "Outcome", explanation: "Explanation") -> None:
    """Write the report. Raises OSError if the file can't be written."""
    title = election.meta.get("description", "").strip() or "What is funded"
    told = _Report(election, outcome, explanation)
    write_report(path, title=title, lead=told.lead(), sections=told.sections())


class _Report:
    """The parts of the report of one outcome, in the order a resident would ask."""

    def __init__(self, election: "Election", outcome: "Outcome", explanation: "Explanation"):
        self.election = election
        self.outcome = outcome
        self.explanation = explanation
        self.money = words.Money(election)
        self.told = words.Told(election, outcome)
        self.names = {project.id: project.name or f"Project {project.id}" for project in election.projects}
        self.short = {id: _shortened(name) for id, name in self.names.items()}
        self.by_id = {facts.id: facts for facts in explanation.projects}

    def lead(self) -> str:
        funded, all_of_them = len(self.outcome.winners), len(self.election.projects)
        budget = self.money(self.outcome.budget)
        return f"{self.election.n_voters:,} people voted. {funded:,} of {all_of_them:,} projects are funded from a budget of {budget}."

    def sections(self) -> list[Section]:
        return [
            self.funded(),
            self.who_paid(),
            *self.support(),
            *self.nearest(),
            *self.not_funded(),
            self.people(),
            *self.groups(),
            *self.labels("category", self.explanation.statistics.by_category),
            *self.labels("area", self.explanation.statistics.by_area),
            self.again(),
        ]

    def funded(self) -> Section:
        facts = [self.by_id[id] for id in self.outcome.winners]
        rows = [(self.name_of_winner(each), self.money(each.cost), f"{each.votes:,}") for each in facts]
        table = charts.Table("Funded projects, in the order they were chosen", ("Project", "Cost", "Votes"), rows)
        left = self.money(self.outcome.budget - self.outcome.cost)
        counted = f"Counted by: {words.rule_in_words(self.outcome)}."
        sentences = [f"Together they cost {self.money(self.outcome.cost)}; {left} is not spent.", counted]
        if self.outcome.endowment is not None:
            sentences.append(f"Each voter's share was {self.money(self.outcome.endowment)}.")
        return Section("What is funded", [*sentences, *self.ties()], table=table)

    def name_of_winner(self, facts: "ProjectFacts") -> str:
        return f"{self.names[facts.id]} ({FROM_WHAT_WAS_LEFT})" if facts.chosen == "filled" else self.names[facts.id]

    def ties(self) -> list[str]:
        told = "{taken} was level with {others}; the order for ties took it."
        others = [", ".join(self.names[id] for id in tie.tied if id != tie.taken) for tie in self.outcome.ties]
        return [told.format(taken=self.names[tie.taken], others=names) for tie, names in zip(self.outcome.ties, others, strict=True)]

    def who_paid(self) -> Section:
        heading = "Who paid for which project"
        winners = [self.by_id[id] for id in self.outcome.winners]
        if not any(each.payments for each in winners):
            return Section(heading, ["Under this rule voters have no shares, so nobody in particular pays for a project."])
        parts = {each.id: self.parts(each) for each in winners}
        groups = [name for name in (IN_FULL, ALL_THEY_HAD, LEFT_OVER) if any(amounts[name] for amounts in parts.values())]
        stacks = [
            charts.Stack(
                self.short[each.id],
                [float(parts[each.id][name]) for name in groups],
                [self.money.bare(parts[each.id][name]) for name in groups],
                self.money(each.cost),
            )
            for each in winners
        ]
        chart = charts.shares(
            stacks[:MOST_BARS],
            groups=groups,
            title="Who paid for which project",
            description="A bar for each funded project, as long as its cost, cut by who paid. The table beside it has the amounts.",
            heading=("Project", self.cost_heading()),
        )
        sentences = ["Every voter has the same share. Who supports a project pays for it, all the same price, or what they have left."]
        if len(stacks) > MOST_BARS:
            sentences.append(f"The first {MOST_BARS} are drawn.")
        return Section(heading, [*sentences, *self.prices(winners)], chart)

    def cost_heading(self) -> str:
        return f"Cost ({self.money.currency})" if self.money.currency else "Cost"

    def parts(self, facts: "ProjectFacts") -> dict[str, Fraction]:
        """What each group paid for a winner. Where prices differ by points or ranks, whoever paid counts as having paid in full."""
        paid = {IN_FULL: Fraction(0), ALL_THEY_HAD: Fraction(0), LEFT_OVER: Fraction(0)}
        for share in facts.payments:
            kind = IN_FULL if facts.price is None or share.amount == facts.price else ALL_THEY_HAD
            paid[kind] += share.amount * share.voters
        if facts.chosen == "filled":
            paid[LEFT_OVER] = Fraction(facts.cost)
        return paid

    def prices(self, winners: Sequence["ProjectFacts"]) -> list[str]:
        prices = [each.price for each in winners if each.price is not None]
        if not prices:
            return []
        return [f"The lowest price for a voter was {self.money(min(prices))}, the highest {self.money(max(prices))}."]

    def support(self) -> list[Section]:
        """Effective support of the projects that no round of shares paid for."""
        known = [each for each in self.explanation.projects if each.effective_support is not None and not each.payments and each.votes]
        if not known:
            return []
        known.sort(key=lambda each: (-each.effective_support, -each.votes, each.id))
        rows = [
            charts.Bar(
                label=self.short[each.id],
                value=float(each.effective_support),
                shown=words.percent(each.effective_support, 1),
                mark=1,
                cells=(FROM_WHAT_WAS_LEFT if each.chosen == "filled" else "not funded",),
            )
            for each in known[:MOST_BARS]
        ]
        chart = charts.bars(
            rows,
            title="How near the others came",
            description="A bar for each project: how much of its cost its supporters could bring at the best moment.",
            heading=("Project", "Of its cost", "What became of it"),
            mark_label="Enough to be paid for by its supporters",
        )
        sentence = "The bar is how much of the cost its supporters could bring, at the best moment and at the price of that moment."
        more = [f"The {MOST_BARS} that came nearest are drawn."] if len(known) > MOST_BARS else []
        return [Section("How near the others came", [sentence, *more], chart)]

    def losers(self) -> list["ProjectFacts"]:
        lost = [each for each in self.explanation.projects if each.place is None]
        return sorted(lost, key=lambda each: (-(each.effective_support or 0), -each.votes, each.id))

    def nearest(self) -> list[Section]:
        """Those that came nearest, each with all that is known of it."""
        nearest = self.losers()[:NEAREST]
        if not nearest:
            return []
        heading = Section("Those that came nearest and are not funded", ["Why each was not funded, and what would have changed that."])
        return [heading, *map(self.loser, nearest)]

    def loser(self, facts: "ProjectFacts") -> Section:
        told = self.told
        sentences = [f"Cost {self.money(facts.cost)}, {facts.votes:,} votes. {told.why(facts)}", *told.needed(facts)]
        if facts.votes:
            sentences.append(f"{facts.supporters_left_out:,} of its {facts.votes:,} supporters got none of their projects.")
        return Section(self.names[facts.id], sentences, self.flow(facts), part_of_the_last=True)

    def flow(self, facts: "ProjectFacts") -> charts.Chart | None:
        if not facts.spent_elsewhere:
            return None
        first, rest = facts.spent_elsewhere[:MOST_RIBBONS], facts.spent_elsewhere[MOST_RIBBONS:]
        parts = [(self.short[each.id], each.amount) for each in first]
        if rest:
            parts.append((f"{len(rest):,} other projects", sum((each.amount for each in rest), Fraction(0))))
        if facts.unspent:
            parts.append(("Not spent", facts.unspent))
        total = sum((amount for _label, amount in parts), Fraction(0))
        return charts.flow(
            [(label, float(amount), self.money(amount)) for label, amount in parts],
            source="Its supporters had",
            total=self.money(total),
            title=f"Where the money of its {facts.votes:,} supporters went",
            description=f"Ribbons from the supporters of {self.short[facts.id]} to what they paid for, as in the table beside it.",
            heading=("Where to", "Money"),
        )

    def not_funded(self) -> list[Section]:
        losers = self.losers()
        if not losers:
            return []
        rows = [(self.names[each.id], self.told.why(each), self.money(each.cost), f"{each.votes:,}") for each in losers]
        table = charts.Table("Projects that are not funded", ("Project", "Why", "Cost", "Votes"), rows, words=2)
        return [Section("Everything that is not funded", ["Those that came nearest come first."], table=table, fold=f"All {len(rows):,}")]

    def people(self) -> Section:
        here, there = self.explanation.statistics.here, self.explanation.statistics.most_votes
        rows = [(_projects(number), f"{_having(here, number):,}", f"{_having(there, number):,}") for number in range(FIVE_OR_MORE + 1)]
        table = charts.Table("Voters by how many of their projects are funded", ("Projects", "Voters", "With most votes alone"), rows)
        return Section("What people got", list(words.left_out(self.explanation.statistics)), table=table)

    def groups(self) -> list[Section]:
        """How much of their shares each group of voters spent; how many are left out where voters have none."""
        kinds = dict.fromkeys(group.kind for group in self.explanation.groups)
        return [self.group(kind, [each for each in self.explanation.groups if each.kind == kind]) for kind in kinds]

    def group(self, kind: str, members: Sequence["GroupFacts"]) -> Section:
        those = f"who voted for something of the {kind}" if kind in ("category", "area") else f"by {kind}"
        shares = all(each.shares for each in members)
        rows = [
            charts.Bar(
                label=each.label or "Others",
                value=float(each.spent / each.shares) if shares else (each.voters - each.left_out) / each.voters,
                shown=words.percent(each.spent, each.shares) if shares else words.percent(each.voters - each.left_out, each.voters),
                cells=(f"{each.voters:,}", words.percent(each.left_out, each.voters), words.percent(each.left_out_most_votes, each.voters)),
            )
            for each in members[:MOST_BARS]
        ]
        what = "of their shares spent" if shares else "have a project funded"
        chart = charts.bars(
            rows,
            title=f"Voters {those}: {what}",
            description="A bar for each group of voters. The table beside it has the numbers.",
            heading=("Voters", "Spent" if shares else "Have one", "How many", "Left out", "Left out with most votes alone"),
            full=1,
        )
        sentence = (
            "How much of their shares they spent on what is funded." if shares else "How many have at least one of their projects funded."
        )
        return Section(f"Voters {those}", [sentence], chart)

    def labels(self, kind: str, found: Sequence["MoneyByLabel"]) -> list[Section]:
        if not found:
            return []
        votes = sum((each.votes for each in found), Fraction(0))
        rows = [
            (
                each.label or "Without one",
                words.percent(each.votes, votes),
                self.money(each.money),
                self.money(each.money_most_votes),
                f"{each.funded} of {each.projects}",
            )
            for each in found
        ]
        heading = ("", "Of the votes", "Money", "With most votes alone", "Projects")
        table = charts.Table(f"Votes and money by {kind}", (kind.capitalize(), *heading[1:]), rows)
        return [Section(f"Votes and money by {kind}", ["A project that belongs to two counts half in each."], table=table)]

    def again(self) -> Section:
        outcome = self.outcome
        options = f"--rule {outcome.rule}"
        if outcome.utility:
            options += f" --utility {outcome.utility}"
        if outcome.rule == "equal-shares":
            options += f" --completion {outcome.completion or 'none'} --stop {outcome.stop or 'exhaustive'} --fill {outcome.fill or 'none'}"
        return Section(
            "How to check it",
            [
                "Every sum here is exact: no winner depends on how numbers were rounded.",
                f"Whoever has the file of the ballots gets the same result with: trellis tally FILE.pb {options} --explain",
            ],
        )


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _having(spread: "Spread", number: int) -> int:
    """Voters with so many of their projects funded; the greatest number stands for all above it, too."""
    counts = spread.voters_by_funded
    return sum(counts[number:]) if number == FIVE_OR_MORE else sum(counts[number : number + 1])


def _projects(number: int) -> str:
    return {0: "None", 1: "1", FIVE_OR_MORE: f"{number} or more"}.get(number, str(number))
