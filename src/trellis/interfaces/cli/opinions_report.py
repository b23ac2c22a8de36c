"""The report of `trellis opinions`: the map, what each group says, where all meet, and how far to trust it. Nobody's id is in it."""

from collections.abc import Sequence
from pathlib import Path

from trellis.core.ui import charts
from trellis.core.ui.charts.dots import LEAST
from trellis.interfaces.cli import opinions_words as words
from trellis.interfaces.cli.report import Section, write_report
from trellis.kernels.opinions import Conversation, Group, Majority, OpinionMap, Representative

MOST_ASKED = 10
SAYS = {"agree": "agrees", "disagree": "disagrees"}


def write(path: str | Path, conversation: Conversation, made: OpinionMap) -> None:
    """Write the report. Raises OSError if the file can't be written."""
    write_report(
        path, title="What the votes say", lead=" ".join(words.who_took_part(conversation, made)), sections=sections(conversation, made)
    )


def sections(conversation: Conversation, made: OpinionMap) -> list[Section]:
    """The parts of the report, in the order a resident would ask."""
    return [
        _map(made),
        *(_group(group, conversation, made) for group in made.groups if group.size >= LEAST),
        _most_people(conversation, made),
        _meeting(conversation, made),
        *_to_ask(conversation, made),
        _trust(made),
        _every_statement(conversation, made),
    ]


def _map(made: OpinionMap) -> Section:
    sentences = [*words.groups_in_short(made), *(told for each in made.caveats if (told := words.caveat(each)))]
    if not made.groups:
        return Section("The groups", [*sentences, "So no map of groups is drawn. What most people say, below, holds without groups."])
    if any(group.size < LEAST for group in made.groups):
        sentences.append(f"Groups of fewer than {words.number(LEAST)} people are left out below, because their people might be recognised.")
    place_of = {group.id: place for place, group in enumerate(made.groups)}
    names = [_name(group) for group in made.groups]
    chart = charts.dots(
        made.coordinates.tolist(),
        [place_of.get(group, -1) for group in made.group_of.tolist()],
        groups=names,
        keys=[words.letter(group.id) for group in made.groups],
        title="Map of opinions",
        description=f"Dots for people, near each other where they voted alike. {' '.join(sentences)}",
        heading=("Group", "People"),
        others="In no group",
    )
    how = "Each dot is one person, or several who voted much alike; the larger, the more. People are near each other who voted alike."
    return Section(
        "The map of opinions", [*sentences, how, "Up, down, left and right mean nothing by themselves; only nearness does."], chart
    )


def _name(group: Group) -> str:
    return f"Group {words.letter(group.id)}"


def _group(group: Group, conversation: Conversation, made: OpinionMap) -> Section:
    heading = f"{_name(group)}: {words.counted(group.size, 'person', 'people')}"
    if not group.representative:
        return Section(heading, ["Nothing sets this group clearly apart."])
    rows = [(_statement(each.statement, conversation, made), f"{SAYS[each.direction]}: {_share(each)}") for each in group.representative]
    table = charts.Table(f"What sets {_name(group)} apart", ("Statement", "The group"), rows, words=2)
    return Section(heading, ["What its people say clearly more often than others do:"], table=table)


def _most_people(conversation: Conversation, made: OpinionMap) -> Section:
    found = [*made.agreed, *made.disagreed]
    if not found:
        return Section("What most people say", ["There is no statement on which clearly most people say the same."])
    rows = [(_statement(each.statement, conversation, made), f"{each.direction}: {_share(each)}") for each in found]
    table = charts.Table("Of those who voted on it", ("Statement", "Most people"), rows, words=2)
    return Section("What most people say", ["Counted over everybody, whichever group they are in."], table=table)


def _meeting(conversation: Conversation, made: OpinionMap) -> Section:
    heading = "Where all groups meet" if made.groups else "What people agree on most"
    if not made.bridges:
        return Section(heading, words.where_groups_meet(made.bridges, conversation, made) or ["There is no such statement."])
    rows = [
        charts.Bar(
            label=_statement(each.statement, conversation, made),
            value=each.lowest,
            shown=f"{each.lowest:.0%}",
            cells=(words.letter(each.group),) if made.groups else (),
        )
        for each in made.bridges
    ]
    which = "the group that agrees least" if made.groups else "everybody"
    chart = charts.bars(
        rows,
        title="Statements that every group agrees with" if made.groups else heading,
        description=f"A bar for each statement: how many of {which} agree.",
        heading=("Statement", "Agree, at least", "Least in group") if made.groups else ("Statement", "Agree"),
        full=1,
    )
    return Section(
        heading, [f"The bar is the share that agrees in {which}." if made.groups else "The bar is the share that agrees."], chart
    )


def _to_ask(conversation: Conversation, made: OpinionMap) -> list[Section]:
    asked = [place for place in made.ask_next if not conversation.metadata[place]][:MOST_ASKED]
    if not asked:
        return []
    facts = made.statement_facts
    votes = [int(facts.agrees[place] + facts.disagrees[place] + facts.passes[place]) for place in asked]
    rows = [(_statement(place, conversation, made), f"{count:,}") for place, count in zip(asked, votes, strict=True)]
    table = charts.Table("Best asked next", ("Statement", "Votes so far"), rows)
    return [
        Section("What to ask next", ["Votes on these statements would tell most: they divide people, or few have seen them."], table=table)
    ]


def _trust(made: OpinionMap) -> Section:
    first, second = (f"{share:.0%}" for share in made.variance_shares)
    sentences = [
        f"The map shows {first} and {second} of the differences between people in its two directions; the rest is not on it.",
        "What somebody did not see counts as the average, so that few votes put a person near the middle.",
        "A group is a guess from votes, not a membership: it says nothing certain about any one person.",
        f"No group of fewer than {words.number(LEAST)} people is shown, because its people might be recognised.",
        "Those who voted are those who came. Others may think otherwise.",
        _version(made),
        f"Random starts begin from the number {made.seed}; the same files and the same number give the same map again.",
    ]
    if not made.partitions:
        return Section("How far to trust this", sentences)
    rows = [
        (
            f"{each.k} groups",
            _sizes(each.sizes),
            f"{each.silhouette:.2f}",
            f"{each.stability:.2f}" if each.stability is not None else "not measured",
        )
        for each in made.partitions
    ]
    heading = ("Tried", "People in each", "How clearly apart (1 is most)", "How steady (1 is always the same)")
    table = charts.Table("The numbers of groups that were tried", heading, rows, words=2)
    return Section("How far to trust this", sentences, table=table)


def _version(made: OpinionMap) -> str:
    if made.version == "official":
        return (
            "Made as the Polis engine makes it: groups are shown however unsure they are. Without --version official only steady ones are."
        )
    return "Made by the honest rules: groups are shown only if they come out again when half of the statements or people are left out."


def _sizes(sizes: Sequence[int]) -> str:
    return ", ".join(f"{size:,}" if size >= LEAST else f"under {LEAST}" for size in sizes)


def _every_statement(conversation: Conversation, made: OpinionMap) -> Section:
    facts = made.statement_facts
    rows = [
        (
            _statement(place, conversation, made) + _mark(conversation, place),
            f"{facts.agrees[place]:,}",
            f"{facts.disagrees[place]:,}",
            f"{facts.passes[place]:,}",
        )
        for place in range(len(made.statements))
    ]
    table = charts.Table("Votes on every statement", ("Statement", "Agree", "Disagree", "Pass"), rows)
    return Section("Every statement", table=table, fold=f"Votes on all {len(rows):,} statements")


def _mark(conversation: Conversation, place: int) -> str:
    if conversation.rejected[place]:
        return " (rejected: it does not shape the map)"
    return " (asks who somebody is: it does not shape the map)" if conversation.metadata[place] else ""


def _statement(place: int, conversation: Conversation, made: OpinionMap) -> str:
    return words.plain(conversation.text_of(place)) or f"Statement {made.statements[place]}"


def _share(each: Representative | Majority) -> str:
    """How many of those who voted said so: 83% (344 of 415)."""
    return f"{each.successes / max(each.trials, 1):.0%} ({each.successes:,} of {each.trials:,})"
