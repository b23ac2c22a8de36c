"""The pool: the volunteers a panel is selected from, and what is known of each."""

from dataclasses import dataclass


@dataclass
class Malformed(Exception):
    """Something in a pool or in quotas can't be used. `line` counts from 1 in the file it came from; 0 if there is none."""

    reason: str
    line: int = 0
    field: str = ""

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Pool:
    """Volunteers with their features.

    ids: one per person, all different.
    features: names of the features.
    values: per person a row with a value for each feature, in the order of `features`.
    Raises Malformed (`line` is the person's place, counted from 1) for an empty pool, an id given twice or a row of the wrong length.
    """

    ids: tuple[str, ...]
    features: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not self.ids:
            raise Malformed("nobody is in the pool")
        if len(self.values) != len(self.ids):
            raise Malformed(f"{len(self.ids)} ids but {len(self.values)} rows of values")
        seen: set[str] = set()
        for place, (person, row) in enumerate(zip(self.ids, self.values, strict=True), 1):
            if person in seen:
                raise Malformed(f"{person!r} is in the pool twice", line=place, field="id")
            if len(row) != len(self.features):
                raise Malformed(f"{person!r} has {len(row)} values for {len(self.features)} features", line=place)
            seen.add(person)

    def __len__(self) -> int:
        return len(self.ids)

    def column(self, feature: str) -> tuple[str, ...]:
        """Everyone's value of one feature, in the order of `ids`."""
        place = self.features.index(feature)
        return tuple(row[place] for row in self.values)
