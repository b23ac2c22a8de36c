"""Who takes the seats of people who decline: a fair lottery among the others, so that every quota still holds."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_changes

from trellis.kernels.sortition.lottery import MOST_PANELS, Lottery, select
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.programme import Impossible
from trellis.kernels.sortition.quotas import Quotas
from trellis.kernels.sortition.relaxation import Relaxation, relax


@dataclass(frozen=True)
class Vacancies:
    """What is to be filled: who stays, how many seats are free, and who may be asked (with their households, if those count)."""

    kept: tuple[str, ...]
    seats: int
    pool: Pool
    households: tuple[str | None, ...] | None

    @property
    def size(self) -> int:
        return len(self.kept) + self.seats


def vacancies(
    pool: Pool,
    *,
    panel: Collection[str],
    declined: Collection[str],
    unavailable: Collection[str] = (),
    households: Sequence[str | None] | None = None,
) -> Vacancies:
    """Work out who stays and who may be asked: nobody of the panel, nobody unavailable, nobody who lives with someone who stays.

    panel: ids of the panel as it was drawn. declined: those of them who leave. unavailable: others who may not be asked (again).
    Raises Malformed for an id that is not in the pool, someone who declines without a seat, or if nobody declines.
    """
    everyone = set(pool.ids)
    for field, ids in (("panel", panel), ("declined", declined), ("unavailable", unavailable)):
        for person in ids:
            if person not in everyone:
                raise Malformed(f"{person!r} is not in the pool", field=field)
    for person in declined:
        if person not in panel:
            raise Malformed(f"{person!r} has no seat to decline", field="declined")
    if not declined:
        raise Malformed("nobody declined, so there is nothing to fill", field="declined")
    kept = tuple(person for person in pool.ids if person in panel and person not in declined)
    homes = dict(zip(pool.ids, households, strict=True)) if households is not None else {}
    taken = {homes[person] for person in kept if homes.get(person)}
    out = {*panel, *unavailable}
    askable = [place for place, person in enumerate(pool.ids) if person not in out and homes.get(person) not in taken]
    if not askable:
        raise Impossible("nobody is left who may be asked")
    return Vacancies(
        kept=kept,
        seats=len(set(declined)),
        pool=Pool(tuple(pool.ids[place] for place in askable), pool.features, tuple(pool.values[place] for place in askable)),
        households=tuple(households[place] for place in askable) if households is not None else None,
    )


def replacements(
    pool: Pool, quotas: Quotas, free: Vacancies, *, objective: str = "maximin", max_panels: int = MOST_PANELS, uniform: int | None = None
) -> Lottery:
    """The fairest lottery over groups of people who together with those who stay meet every quota.

    Raises Impossible if no such group exists; `relax_for` then says which smallest change of quotas would help.
    """
    left = quotas_left(pool, quotas, free.kept)
    return select(free.pool, left, size=free.seats, objective=objective, households=free.households, max_panels=max_panels, uniform=uniform)


def replace(
    pool: Pool,
    quotas: Quotas,
    *,
    panel: Collection[str],
    declined: Collection[str],
    unavailable: Collection[str] = (),
    households: Sequence[str | None] | None = None,
    objective: str = "maximin",
) -> Lottery:
    """Make the fairest lottery over groups who take the seats of those who declined: `vacancies`, then `replacements`."""
    free = vacancies(pool, panel=panel, declined=declined, unavailable=unavailable, households=households)
    return replacements(pool, quotas, free, objective=objective)


def relax_for(pool: Pool, quotas: Quotas, free: Vacancies) -> Relaxation:
    """The smallest change of the quotas with which the free seats can be filled; those who stay keep their seats."""
    stays = set(free.kept)
    staying = [place for place, person in enumerate(pool.ids) if person in stays]
    together = Pool(free.kept + free.pool.ids, pool.features, tuple(pool.values[place] for place in staying) + free.pool.values)
    # Whoever lives with someone who stays is not askable any more, so those who stay need no household here.
    households = (None,) * len(free.kept) + free.households if free.households is not None else None
    return relax(together, quotas, size=free.size, households=households, kept=stays)


def quotas_left(pool: Pool, quotas: Quotas, kept: Collection[str]) -> Quotas:
    """What the quotas ask of newcomers when `kept` have their seats. Raises Impossible if those who stay exceed a maximum."""
    rows = [row for person, row in zip(pool.ids, pool.values, strict=True) if person in kept]
    left = []
    for quota in quotas.limits:
        place = pool.features.index(quota.feature)
        seats = sum(row[place] == quota.value for row in rows)
        if seats > quota.maximum:
            raise Impossible(f"those who stay are more than the maximum of {quota.feature} {quota.value}: {seats}, not {quota.maximum}")
        left.append(with_changes(quota, minimum=max(0, quota.minimum - seats), maximum=quota.maximum - seats, lowest=None, highest=None))
    return Quotas(tuple(left))


def alternates(
    pool: Pool,
    quotas: Quotas,
    *,
    panel: Collection[str],
    seed: str,
    each: int = 3,
    households: Sequence[str | None] | None = None,
) -> dict[str, tuple[str, ...]]:
    """For each member who could take their seat alone, every quota kept: at most `each` people, in the order they would be asked.

    The order is drawn: ascending SHA-256 of the UTF-8 lines `trellis alternate`, seed, member, person, joined by newlines. A
    member with an empty list can only be replaced together with others or by changing a quota. Where several decline, draw
    `replacements` instead: two alternates may fit one by one and break a quota together.
    """
    rows = dict(zip(pool.ids, pool.values, strict=True))
    homes = dict(zip(pool.ids, households, strict=True)) if households is not None else {}
    places = {quota: pool.features.index(quota.feature) for quota in quotas.limits}
    seats = {quota: sum(rows[member][place] == quota.value for member in panel) for quota, place in places.items()}

    def fits(member: str, person: str) -> bool:
        if homes.get(person) and any(homes[other] == homes[person] for other in panel if other != member):
            return False
        return all(
            quota.minimum <= seats[quota] - (rows[member][place] == quota.value) + (rows[person][place] == quota.value) <= quota.maximum
            for quota, place in places.items()
        )

    found = {}
    for member in panel:
        askable = [person for person in pool.ids if person not in panel and fits(member, person)]
        found[member] = tuple(sorted(askable, key=lambda person: _lot(seed, member, person))[:each])
    return found


def _lot(seed: str, member: str, person: str) -> bytes:
    return hashlib.sha256(f"trellis alternate\n{seed}\n{member}\n{person}".encode()).digest()
