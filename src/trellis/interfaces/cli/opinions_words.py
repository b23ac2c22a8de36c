"""What a map of opinions says, in sentences for residents. Each maker takes facts and gives lines of text; nothing is worked out here."""

import unicodedata
from collections.abc import Iterator, Sequence

from trellis.kernels.opinions import Bridge, Caveat, Conversation, Group, OpinionMap, Representative

LONGEST_WORDS = 400
UNSHOWN = {"Cc", "Cf", "Cs", "Co"}
"""Kinds of characters that steer a terminal or the direction of writing, and those without a shape."""
MOST_ASKED = 5
VERY_STEADY = 0.9
HALF_LEFT_OUT = "half of the statements or half of the people left out"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def told(conversation: Conversation, made: OpinionMap, *, explain: bool = False) -> list[str]:
    """The map as lines for a terminal."""
    parts = [
        who_took_part(conversation, made),
        [*groups_in_short(made), *(caveat(each) for each in made.caveats if each.code != made.why_no_groups and caveat(each))],
        *[one_group(group, conversation, made) for group in made.groups],
        what_most_say(conversation, made),
        where_groups_meet(made.bridges, conversation, made),
        what_to_ask(made, conversation),
        how_it_was_made(conversation, made) if explain else ["--explain says how this was found; --json has every figure."],
    ]
    lines: list[str] = []
    for part in parts:
        if part:
            lines += ["", *part] if lines else part
    return lines


def who_took_part(conversation: Conversation, made: OpinionMap) -> list[str]:
    people, statements = len(made.participants), int((~conversation.rejected).sum())
    lines = [f"{counted(people, 'person', 'people')} voted {counted(made.n_votes, 'time')} on {counted(statements, 'statement')}."]
    rejected, metadata = int(conversation.rejected.sum()), int((conversation.metadata & ~conversation.rejected).sum())
    if rejected:
        lines[0] = f"{lines[0][:-1]}, and on {counted(rejected, 'that was rejected', 'that were rejected')}."
    if rejected or metadata:
        kinds = [*(["rejected statements"] if rejected else []), *(["statements that ask who somebody is"] if metadata else [])]
        lines.append(f"{' and '.join(kinds).capitalize()} do not shape the map.")
    return lines


def groups_in_short(made: OpinionMap) -> list[str]:
    """Whether there are groups, how many people are in them, and how sure that is."""
    if not made.groups:
        return [f"No groups are shown: {why_none(made)}"]
    members = sum(group.size for group in made.groups)
    there_are = "There is one group" if made.k == 1 else f"There are {number(made.k)} groups"
    lines = [f"{there_are} of people who voted alike, {members:,} people in all."]
    voted_little = len(made.participants) - int(made.grouped.sum())
    if voted_little:
        lines.append(f"{counted(voted_little, 'other', 'others')} voted too little to be put in one.")
    if made.stability is not None:
        lines.append(how_steady(made.stability))
    if made.version == "official":
        lines.append("These are groups as the Polis engine makes them; it shows groups however unsure they are.")
    return lines


def how_steady(stability: float) -> str:
    what, who = ("very steady", "nearly everybody stays") if stability >= VERY_STEADY else ("fairly steady", "most people stay")
    return f"The groups are {what}: with {HALF_LEFT_OUT} {who} in theirs ({steadiness(stability)})."


def steadiness(stability: float) -> str:
    return f"steadiness {stability:.2f}, where 1 is always the same groups and 0 is chance"


def why_none(made: OpinionMap) -> str:
    """Why there are no groups, as the end of a sentence."""
    if made.why_no_groups == "few-people":
        return f"{counted(int(made.grouped.sum()), 'person', 'people')} who voted enough are too few to speak of groups."
    if made.why_no_groups == "unstable":
        figure = f" ({steadiness(made.stability)})" if made.stability is not None else ""
        return f"with {HALF_LEFT_OUT} other people come together, so that groups would be chance{figure}."
    if made.why_no_groups == "small-groups":
        return "all but one of them would have fewer than five people, who might be recognised."
    if made.why_no_groups == "no-difference":
        return "everybody voted alike, as far as they voted on the same statements."
    return "there is too little to make a map of."


def caveat(each: Caveat) -> str:
    """Something a reader must know, as a sentence; empty for what is said elsewhere."""
    figures = each.figures
    if each.code == "few-people":
        return f"Groups among fewer than {figures['below']:,} people are weak evidence; here {figures['people']:,} voted enough."
    if each.code == "apart":
        people, few = counted(figures["people"], "person votes", "people vote"), number(figures["below"])
        return f"{people} unlike all others and are in no group: one of fewer than {few} people could be recognised."
    if each.code == "all-agree":
        return f"{counted(figures['people'], 'person', 'people')} only ever agreed, whatever was asked."
    if each.code == "sampled":
        return f"How well people fit their group was worked out for {figures['people']:,} of {figures['of']:,} people, chosen by chance."
    return ""


def one_group(group: Group, conversation: Conversation, made: OpinionMap) -> list[str]:
    """What sets one group apart, each statement with how many in the group and how many others say so."""
    lines = [f"Group {letter(group.id)} · {counted(group.size, 'person', 'people')}"]
    if not group.representative:
        return [*lines, "  Nothing sets this group clearly apart."]
    for direction, verb in (("agree", "agrees"), ("disagree", "disagrees")):
        said = [each for each in group.representative if each.direction == direction]
        lines += [f"  More than others, it {verb}:"] if said else []
        lines += [f"    {quoted(each.statement, conversation, made)} {how_many(each, group, made)}" for each in said]
    return lines


def how_many(each: Representative, group: Group, made: OpinionMap) -> str:
    """How many in the group, and how many in all other groups, of those who voted on it."""
    facts = made.statement_facts
    by_group = facts.group_agrees if each.direction == "agree" else facts.group_disagrees
    others = int(by_group[:, each.statement].sum()) - each.successes
    of_others = int(facts.group_seen[:, each.statement].sum()) - each.trials
    return f"({each.successes:,} of {each.trials:,}; of the others {others:,} of {of_others:,})"


def what_most_say(conversation: Conversation, made: OpinionMap) -> list[str]:
    lines = []
    for majority, verb in ((made.agreed, "agree"), (made.disagreed, "disagree")):
        lines += [f"Most people {verb}:"] if majority else []
        lines += [f"    {quoted(each.statement, conversation, made)} ({each.successes:,} of {each.trials:,})" for each in majority]
    return lines


def where_groups_meet(bridges: Sequence[Bridge], conversation: Conversation, made: OpinionMap) -> list[str]:
    if not bridges:
        return ["There is no statement on which all groups agree."] if made.groups else []
    lines = ["Every group agrees (the share in the group that agrees least):"]
    for each in bridges:
        share = f"{each.lowest:.0%} in group {letter(each.group)}" if made.groups else f"{each.lowest:.0%}"
        lines.append(f"    {quoted(each.statement, conversation, made)} ({share})")
    return lines


def what_to_ask(made: OpinionMap, conversation: Conversation) -> list[str]:
    if not made.ask_next:
        return []
    facts = made.statement_facts
    lines = ["Best asked next, because it tells most:"]
    for statement in [each for each in made.ask_next if not conversation.metadata[each]][:MOST_ASKED]:
        votes = int(facts.agrees[statement] + facts.disagrees[statement] + facts.passes[statement])
        lines.append(f"    {quoted(statement, conversation, made)} ({counted(votes, 'vote')} so far)")
    return lines


def how_it_was_made(conversation: Conversation, made: OpinionMap) -> list[str]:
    """For --explain: each step in a sentence or two, and the votes on every statement."""
    first, second = (f"{share:.0%}" for share in made.variance_shares)
    grouped, people = int(made.grouped.sum()), len(made.participants)
    lines = [
        "How this was found",
        "  Everybody has a place on a map: people who voted alike are near each other. What somebody did not see counts as the average.",
        f"  The map's two directions hold {first} and {second} of the differences between people; the rest it leaves out.",
        f"  Who voted on seven statements, or was grouped before, is grouped: {grouped:,} of {people:,} people.",
        *tried(made),
        "  What sets a group apart is what its people say clearly more often than others do; chance is left out as far as 9 times in 10.",
        "  Where most people agree is counted over everybody, whichever group they are in.",
        "  Passing on a statement counts as a vote that is neither for nor against.",
        f"  Random starts begin from the number {made.seed}; the same files and number give the same map again.",
        "  A group is a guess from votes, not a membership: it says nothing certain about any one person.",
        "",
        "Votes on each statement: agree, disagree, pass",
    ]
    return [*lines, *_table(conversation, made)]


def tried(made: OpinionMap) -> list[str]:
    """The numbers of groups that were tried, and how each did."""
    lines = ["  These numbers of groups were tried:"] if made.partitions else []
    for each in made.partitions:
        steady = f", steadiness {each.stability:.2f}" if each.stability is not None else ""
        sizes = ", ".join(f"{size:,}" for size in each.sizes)
        lines.append(f"    {each.k}: {sizes} people; how clearly apart {each.silhouette:.2f}{steady}")
    return lines


def _table(conversation: Conversation, made: OpinionMap) -> Iterator[str]:
    facts = made.statement_facts
    for place, name in enumerate(made.statements):
        mark = " [rejected]" if conversation.rejected[place] else " [about the person]" if conversation.metadata[place] else ""
        text = plain(conversation.text_of(place))
        yield f"  {name:>5} {facts.agrees[place]:>7,} {facts.disagrees[place]:>7,} {facts.passes[place]:>7,}  {text}{mark}".rstrip()


def quoted(place: int, conversation: Conversation, made: OpinionMap) -> str:
    """A statement in its own words, or by its number where they are not known."""
    text = plain(conversation.text_of(place))
    return f"“{text}”" if text else f"statement {made.statements[place]}"


def plain(text: str) -> str:
    """Somebody else's words, made harmless for a terminal: on one line, without control characters or marks that turn text around."""
    kept = "".join(" " if each.isspace() else each for each in text if each.isspace() or unicodedata.category(each) not in UNSHOWN)
    short = " ".join(kept.split())
    return short if len(short) <= LONGEST_WORDS else f"{short[:LONGEST_WORDS]}…"


def counted(count: float, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def number(count: float) -> str:
    """A small number in words, as it is in the middle of a sentence."""
    return NUMBERS[count] if isinstance(count, int) and 0 <= count < len(NUMBERS) else f"{count:,}"


def letter(group: int) -> str:
    return chr(ord("A") + group)
