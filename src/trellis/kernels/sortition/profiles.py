"""Profiles: people whose features (and household, if that counts) are equal are interchangeable.

With "at most one person of a household", two people are interchangeable if their features are equal and so are those of the
people they live with. Households with equal members form a kind; a kind of m households can seat at most m people. That
single condition is exact: whenever it holds, the seats can be handed to different households of the kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.quotas import Quotas


@dataclass(frozen=True)
class Profile:
    """People who are interchangeable: their values of the features with quotas, and their places in the pool.

    kind: number of the kind of household they live in; copies: how many people of this profile each such household has.
    Without a household rule, and for people who live with nobody else of the pool, a household is one person.
    members: places in the pool, household after household, in the order of `Kind.households`.
    """

    values: tuple[str, ...]
    members: tuple[int, ...]
    kind: int
    copies: int = 1

    def __len__(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Kind:
    """Households whose members have equal features: how many there are, and the profiles (by number) that live in each."""

    households: int
    profiles: tuple[int, ...]


@dataclass(frozen=True)
class Profiles:
    """A pool by profile, in the order in which profiles first appear in it."""

    features: tuple[str, ...]
    profiles: tuple[Profile, ...]
    kinds: tuple[Kind, ...]

    def __len__(self) -> int:
        return len(self.profiles)

    def sizes(self) -> list[int]:
        """How many people each profile has."""
        return [len(profile) for profile in self.profiles]


def by_profile(pool: Pool, quotas: Quotas, *, households: Sequence[str | None] | None = None) -> Profiles:
    """Sort a pool into profiles.

    households: for each person (in the order of `pool.ids`) what tells their household from others, such as the address;
    None or "" for a person who shares with nobody. Without it nobody shares.
    Raises Malformed as `Quotas.check_pool` does, or if `households` is not as long as the pool.
    """
    quotas.check_pool(pool)
    if households is not None and len(households) != len(pool):
        raise Malformed(f"{len(pool)} people but {len(households)} households")
    places = [pool.features.index(feature) for feature in quotas.features]
    rows = [tuple(row[place] for place in places) for row in pool.values]
    kinds: dict[tuple[tuple[str, ...], ...], list[list[int]]] = {}
    for members in _homes(len(pool), households):
        members = sorted(members, key=lambda person: (rows[person], person))
        kinds.setdefault(tuple(rows[person] for person in members), []).append(members)
    profiles: list[Profile] = []
    numbered: list[Kind] = []
    for number, (pattern, homes) in enumerate(kinds.items()):
        first = len(profiles)
        for values in dict.fromkeys(pattern):
            own = [place for place, row in enumerate(pattern) if row == values]
            people = tuple(home[place] for home in homes for place in own)
            profiles.append(Profile(values=values, members=people, kind=number, copies=len(own)))
        numbered.append(Kind(households=len(homes), profiles=tuple(range(first, len(profiles)))))
    return Profiles(features=quotas.features, profiles=tuple(profiles), kinds=tuple(numbered))


def _homes(people: int, households: Sequence[str | None] | None) -> list[list[int]]:
    homes: dict[object, list[int]] = {}
    for person in range(people):
        address = households[person] if households is not None else None
        # Nobody shares a home with a person without an address: a number can't be equal to a text.
        homes.setdefault(address or person, []).append(person)
    return list(homes.values())
