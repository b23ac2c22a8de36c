"""Reading the files of a selection: quotas, the pool of volunteers, and the population they come from.

The columns are those of the sortition-algorithms package: `feature,value,min,max` (older: `category,name,min,max`), optionally
`min_flex,max_flex`; and one row per volunteer with an id and a column for each feature. What differs only in case or spaces is
reported and never taken for the same, except the names of the fixed columns themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.tables import Row, Table, close_to, loosely, read_table

OLDER_NAMES = {"category": "feature", "name": "value"}
FLEX = ("min_flex", "max_flex")
ID_NAMES = ("nationbuilder_id", "id")
MOST_SEATS = 1_000_000


@dataclass(frozen=True)
class QuotasFile:
    """Quotas as they were read, and the line of the file that each stands in."""

    quotas: Quotas
    lines: Mapping[tuple[str, str], int]

    def line_of(self, quota: Quota) -> int:
        return self.lines[quota.feature, quota.value]


@dataclass(frozen=True)
class PoolFile:
    """A pool as it was read.

    id_column: the column that tells people apart.
    others: the remaining columns that were asked for (such as addresses), each with a text per person in the pool's order.
    """

    pool: Pool
    id_column: str
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def households(self) -> tuple[str | None, ...]:
        """What tells each person's household from others: the asked columns together, whatever their case and spaces.

        None for a person whose columns are all empty: nobody is known to live with them.
        """
        rows = zip(*self.others.values(), strict=True)
        return tuple("\n".join(loosely(cell) for cell in row) if any(row) else None for row in rows)


STAYS, DECLINED, UNAVAILABLE = "stays", "declined", "unavailable"


@dataclass(frozen=True)
class Answers:
    """What people said when they were asked: who of the panel stays, who of it declined, and who else may not be asked."""

    stays: tuple[str, ...]
    declined: tuple[str, ...]
    unavailable: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """How many people of the population have each value of a feature, in the order of the file."""

    people: Mapping[tuple[str, str], int]

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(feature for feature, _ in self.people))

    def values(self, feature: str) -> tuple[str, ...]:
        return tuple(value for each, value in self.people if each == feature)

    def share(self, feature: str, value: str) -> float:
        """The share of the population with this value, from 0 to 1; 0 for a value that the file doesn't have."""
        total = sum(people for (each, _), people in self.people.items() if each == feature)
        return self.people.get((feature, value), 0) / total


def read_quotas(content: bytes) -> QuotasFile:
    """Read quotas, one row each. Raises `Malformed` with line and column for anything that is not a quota."""
    table = read_table(content)
    places = _fixed_columns(table, ("feature", "value", "min", "max"), optional=FLEX)
    if ("min_flex" in places) != ("max_flex" in places):
        raise Malformed(line=table.heading.line, reason="has only one of the columns min_flex and max_flex; both are needed, or none")
    quotas: dict[tuple[str, str], Quota] = {}
    lines = {}
    for row in table.rows:
        quota = _quota(row, places)
        if (quota.feature, quota.value) in quotas:
            raise Malformed(line=row.line, field="value", reason=f"{quota.feature} {quota.value} has a quota already")
        _refuse_near_twin(quota, quotas, row.line)
        quotas[quota.feature, quota.value] = quota
        lines[quota.feature, quota.value] = row.line
    if not quotas:
        raise Malformed(line=table.heading.line, reason="no quota follows the heading")
    return QuotasFile(Quotas(tuple(quotas.values())), lines)


def read_pool(
    content: bytes, quotas: Quotas, *, id_column: str | None = None, other_features: Sequence[str] = (), others: Sequence[str] = ()
) -> PoolFile:
    """Read volunteers.

    id_column: the column that tells people apart; without it `nationbuilder_id` or `id`, and else the first column.
    other_features: features without quotas that are wanted too (for comparing with a population). others: further columns.
    Raises `Malformed` with line and column: a column that is missing or there twice, an id that is empty or given twice, a value
    that has no quota.
    """
    table = read_table(content)
    own = _id_column(table, id_column)
    features = tuple(dict.fromkeys([*quotas.features, *other_features]))
    places = [_place(table, name) for name in features]
    kept = {name: _place(table, name) for name in others}
    known = {feature: [quota.value for quota in quotas.limits if quota.feature == feature] for feature in quotas.features}
    seen: dict[str, int] = {}
    values = []
    for row in table.rows:
        person = row.cells[own]
        if not person:
            raise Malformed(line=row.line, field=table.heading.cells[own], reason="nobody is named: the id is empty")
        if not person.isprintable():
            raise Malformed(line=row.line, field=table.heading.cells[own], reason=f"{person!r} has signs that can't be seen")
        if person in seen:
            raise Malformed(line=row.line, field=table.heading.cells[own], reason=f"{person!r} is already in line {seen[person]}")
        seen[person] = row.line
        values.append(tuple(row.cells[place] for place in places))
        for feature, value in zip(quotas.features, values[-1], strict=False):
            if value not in known[feature]:
                what = f"{value!r} has no quota" if value else "is empty"
                raise Malformed(line=row.line, field=feature, reason=f"{what}{close_to(value, known[feature])}")
    if not seen:
        raise Malformed(line=table.heading.line, reason="nobody is in the pool")
    columns = {name: tuple(row.cells[place] for row in table.rows) for name, place in kept.items()}
    return PoolFile(pool=Pool(ids=tuple(seen), features=features, values=tuple(values)), id_column=table.heading.cells[own], others=columns)


def read_population(content: bytes) -> Population:
    """Read a census file: `feature,value,people`. Raises `Malformed` with line and column."""
    table = read_table(content)
    places = _fixed_columns(table, ("feature", "value", "people"))
    people: dict[tuple[str, str], int] = {}
    for row in table.rows:
        name = (_text(row, places, "feature"), _text(row, places, "value"))
        if name in people:
            raise Malformed(line=row.line, field="value", reason=f"{name[0]} {name[1]} is there already")
        people[name] = _whole_number(row, places, "people", most=10**11)
    for feature in dict.fromkeys(feature for feature, _ in people):
        if not sum(count for (each, _), count in people.items() if each == feature):
            raise Malformed(field="people", reason=f"nobody in the population has any value of {feature}")
    if not people:
        raise Malformed(line=table.heading.line, reason="no row follows the heading")
    return Population(people)


def read_answers(content: bytes) -> Answers:
    """Read who of a panel stays and who declined: `id,answer`, the answer being stays, declined or unavailable.

    Raises `Malformed` with line and column.
    """
    table = read_table(content)
    places = _fixed_columns(table, ("id", "answer"))
    answers: dict[str, str] = {}
    for row in table.rows:
        person, answer = _text(row, places, "id"), _text(row, places, "answer")
        if answer not in (STAYS, DECLINED, UNAVAILABLE):
            raise Malformed(line=row.line, field="answer", reason=f"must be {STAYS}, {DECLINED} or {UNAVAILABLE}, not {answer!r}")
        if person in answers:
            raise Malformed(line=row.line, field="id", reason=f"{person!r} is there already")
        answers[person] = answer
    return Answers(*(tuple(person for person, each in answers.items() if each == kind) for kind in (STAYS, DECLINED, UNAVAILABLE)))


def _fixed_columns(table: Table, wanted: Sequence[str], *, optional: Sequence[str] = ()) -> dict[str, int]:
    """Where the columns of a file with fixed names are; case doesn't matter there, and the older names will do."""
    places: dict[str, int] = {}
    for place, cell in enumerate(table.heading.cells):
        name = loosely(cell)
        name = OLDER_NAMES.get(name, name)
        if name in (*wanted, *optional):
            if name in places:
                raise Malformed(line=table.heading.line, field=cell, reason=f"there are two columns for {name}")
            places[name] = place
    missing = [name for name in wanted if name not in places]
    if missing:
        raise Malformed(line=table.heading.line, field=missing[0], reason=f"the heading needs the columns {', '.join(wanted)}")
    return places


def _quota(row: Row, places: Mapping[str, int]) -> Quota:
    feature, value = _text(row, places, "feature"), _text(row, places, "value")
    least, most = _whole_number(row, places, "min"), _whole_number(row, places, "max")
    if least > most:
        raise Malformed(line=row.line, field="min", reason=f"the minimum of {feature} {value} ({least}) is above its maximum ({most})")
    if "min_flex" not in places:
        return Quota(feature, value, least, most)
    lowest, highest = _whole_number(row, places, "min_flex"), _whole_number(row, places, "max_flex")
    if lowest > least:
        raise Malformed(line=row.line, field="min_flex", reason=f"{lowest} is above the minimum ({least}) it is to stretch")
    if highest < most:
        raise Malformed(line=row.line, field="max_flex", reason=f"{highest} is below the maximum ({most}) it is to stretch")
    return Quota(feature, value, least, most, lowest, highest)


def _refuse_near_twin(quota: Quota, known: Mapping[tuple[str, str], Quota], line: int) -> None:
    for feature, value in known:
        if loosely(feature) == loosely(quota.feature) and feature != quota.feature:
            raise Malformed(line=line, field="feature", reason=f"{quota.feature!r} and {feature!r} differ only in case or spaces")
        if feature == quota.feature and loosely(value) == loosely(quota.value):
            raise Malformed(line=line, field="value", reason=f"{quota.value!r} and {value!r} differ only in case or spaces")


def _id_column(table: Table, wanted: str | None) -> int:
    if wanted is not None:
        return _place(table, wanted)
    usual = [place for place, name in enumerate(table.heading.cells) if loosely(name) in ID_NAMES]
    if len(usual) > 1:
        names = " and ".join(table.heading.cells[place] for place in usual)
        raise Malformed(line=table.heading.line, field="id", reason=f"which column tells people apart? There are {names}")
    return usual[0] if usual else 0


def _place(table: Table, name: str) -> int:
    place = table.column(name)
    if place is None:
        reason = f"there is no column {name!r}{close_to(name, table.heading.cells)}"
        raise Malformed(line=table.heading.line, field=name, reason=reason)
    return place


def _text(row: Row, places: Mapping[str, int], name: str) -> str:
    text = row.cells[places[name]]
    if not text:
        raise Malformed(line=row.line, field=name, reason="is empty")
    return text


def _whole_number(row: Row, places: Mapping[str, int], name: str, *, most: int = MOST_SEATS) -> int:
    text = _text(row, places, name)
    if not (text.isascii() and text.isdigit()):
        raise Malformed(line=row.line, field=name, reason=f"must be a whole number from 0, not {text!r}")
    number = int(text) if len(text) <= 20 else most + 1
    if number > most:
        raise Malformed(line=row.line, field=name, reason=f"is larger than {most:,}")
    return number
