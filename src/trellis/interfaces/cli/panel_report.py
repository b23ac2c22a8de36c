"""The report of `trellis panel`: everyone's chance, the panel beside those it stands for, who is missing, and how to draw it again."""

from collections.abc import Sequence
from pathlib import Path

from trellis.core.ui import charts
from trellis.interfaces.cli import panel_sentences as words
from trellis.interfaces.cli.report import Section, write_report
from trellis.kernels.sortition.composition import Standing, composition
from trellis.kernels.sortition.drawing import Drawn
from trellis.kernels.sortition.lottery import Lottery
from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.quotas import Quotas
from trellis.kernels.sortition.reading import Population


def write(
    path: str | Path,
    pool: Pool | None,
    quotas: Quotas | None,
    lottery: Lottery,
    drawn: Drawn | None = None,
    population: Population | None = None,
) -> None:
    """Write the report. People are in it by id only. Raises OSError if the file can't be written."""
    lead = f"{lottery.size} seats, {len(lottery.ids):,} people to draw from, and a lottery that anyone can check."
    write_report(path, title="A panel drawn by lot", lead=lead, sections=sections(pool, quotas, lottery, drawn, population))


def sections(
    pool: Pool | None, quotas: Quotas | None, lottery: Lottery, drawn: Drawn | None, population: Population | None
) -> list[Section]:
    """The parts of the report, in the order a resident would ask."""
    return [
        _result(lottery, drawn),
        _chances(lottery),
        _everyone(lottery),
        *_beside_others(pool, quotas, lottery, drawn, population),
        _again(lottery, drawn),
    ]


def _result(lottery: Lottery, drawn: Drawn | None) -> Section:
    sentences = words.lottery_sentences(lottery)
    if drawn is None:
        return Section("The lottery", [*sentences, "Nobody is drawn yet."])
    return Section("The panel", [*sentences, words.drawn_sentence(drawn, lottery)], listed=drawn.members, columns=True)


def _chances(lottery: Lottery) -> Section:
    fair = lottery.size / len(lottery.ids)
    lines = [charts.Line(fair, f"If all chances were the same: {words.percent(fair)}")]
    sentences = [f"The smallest chance is {words.percent(lottery.minimum)}, the largest {words.percent(lottery.maximum)}."]
    if lottery.exact is not None:
        proof = lottery.exact.certificate
        sentences += words.certificate_sentences(proof)
        highest = proof.bound if proof.objective in ("maximin", "leximin") else float(proof.ceiling.chance)
        lines.append(charts.Line(highest, f"Proved: not everyone's chance can be above {words.percent(highest)}"))
    chart = charts.chances(
        list(lottery.probabilities.values()),
        title="Each person's chance",
        description=f"People from the smallest chance to the largest. {' '.join(sentences)}",
        heading=("Chance", "People"),
        lines=lines,
        ends=("Smallest chance", "Largest chance"),
        shown=words.percent,
    )
    return Section("Each person's chance", sentences, chart)


def _everyone(lottery: Lottery) -> Section:
    rows = [(person, f"{tickets:,}", words.percent(tickets / lottery.tickets)) for person, tickets in lottery.tickets_of.items()]
    table = charts.Table("Everyone's tickets", ("Person (id)", "Tickets", "Chance"), rows)
    sentence = f"A person's chance is how many of the {lottery.tickets:,} tickets seat them. Look for your own id."
    return Section("Your own chance", [sentence], table=table, fold=f"All {len(rows):,} people")


def _beside_others(
    pool: Pool | None, quotas: Quotas | None, lottery: Lottery, drawn: Drawn | None, population: Population | None
) -> list[Section]:
    """A chart for each feature. Nothing without the pool, nor for a lottery over free seats only, which is no panel by itself."""
    if pool is None or quotas is None or len(lottery.ids) != len(pool):
        return []
    standings = composition(pool, quotas, lottery, drawn=drawn.members if drawn else None, population=population)
    features = dict.fromkeys(each.feature for each in standings)
    first = [_what_is_compared(drawn, population)]
    if drawn and population:
        first.append(words.INTERVAL)
    missing = words.missing_sentences(standings, size=lottery.size, told=population is not None)
    return [
        Section("The panel beside those it stands for", first),
        *(_feature([each for each in standings if each.feature == feature], lottery.size) for feature in features),
        Section("Who is missing", listed=[line.strip() for line in missing]),
    ]


def _what_is_compared(drawn: Drawn | None, population: Population | None) -> str:
    bar = "the panel that was drawn" if drawn else "the panels of the lottery, on average"
    mark = "the population" if population else "the volunteers"
    return f"Each bar is a share of the seats of {bar}. The upright mark is the share of {mark}."


def _feature(standings: Sequence[Standing], size: int) -> Section:
    feature = standings[0].feature
    volunteers = sum(each.volunteers for each in standings) or 1
    census = any(each.population is not None for each in standings)
    drawn = census and any(each.interval is not None for each in standings)
    heading = ["Who", "Seats", "Quota", "Volunteers", *(["Population"] if census else []), *(["Range"] if drawn else [])]
    chart = charts.bars(
        [_bar(each, size, volunteers=volunteers, census=census, drawn=drawn) for each in standings],
        title=f"{feature}: shares of the seats",
        description=f"A bar for each value of {feature}, with a mark to compare with. The table beside it has the numbers.",
        heading=heading,
        range_label="Shares that plain chance would explain" if drawn else "",
        mark_label="Share of the population" if census else "Share of the volunteers",
        full=1,
    )
    unlike = [_unlike(each, size) for each in standings if each.unlike_population]
    return Section(f"Seats by {feature}", unlike, chart, part_of_the_last=True)


def _bar(each: Standing, size: int, *, volunteers: int, census: bool, drawn: bool) -> charts.Bar:
    seats = each.expected if each.drawn is None else each.drawn
    low, high = each.interval if drawn and each.interval else (None, None)
    cells = [
        f"{each.quota.minimum} to {each.quota.maximum}" if each.quota else "none",
        f"{each.volunteers:,} ({each.volunteers / volunteers:.0%})",
    ]
    if census:
        cells.append(words.percent(each.population) if each.population is not None else "not known")
    if drawn:
        cells.append(f"{low:.0%} to {high:.0%}" if low is not None and high is not None else "")
    return charts.Bar(
        label=each.value,
        value=seats / size,
        shown=f"{seats:.1f}" if each.drawn is None else f"{each.drawn} ({words.percent(seats / size)})",
        low=low,
        high=high,
        mark=each.population if census else each.volunteers / volunteers,
        cells=cells,
    )


def _unlike(each: Standing, size: int) -> str:
    more = each.drawn is not None and each.population is not None and each.drawn / size > each.population
    return f"{each.value}: {'more' if more else 'fewer'} seats than chance would give from the population."


def _again(lottery: Lottery, drawn: Drawn | None) -> Section:
    sentences = [
        f"The lottery has {lottery.tickets:,} tickets, numbered from 0. Every panel has some of them, and the number drawn decides.",
        "The fingerprint below stands for all panels and their tickets. Publish it before the draw: any later change would change it.",
        "A public text, such as the lottery numbers of an evening to come, becomes a ticket by arithmetic (SHA-256) that anyone can do.",
        "Rolls of a ten-sided die, read one after the other, are the ticket's digits.",
    ]
    listed = [f"Fingerprint (SHA-256) of the lottery: {lottery.fingerprint}"]
    if drawn is not None:
        listed.append(f"Drawn by the {drawn.how}: {drawn.told}")
        listed.append(f"Ticket {drawn.ticket:,}, which is panel {drawn.panel} (counted from 0)")
        sentences.append(f"To draw it again, use the published lottery: trellis panel --lottery LOTTERY.json {_option(drawn)}")
    return Section("How to check it and draw it again", sentences, listed=listed)


def _option(drawn: Drawn) -> str:
    return f"--{drawn.how} '{drawn.told}'"
