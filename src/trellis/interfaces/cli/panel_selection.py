"""From files and options to a lottery and a drawn panel; whatever is wrong with them becomes one line."""

import argparse
import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from trellis.core.console import BadInput, open_input
from trellis.interfaces.cli.panel_sentences import relaxation_sentence
from trellis.kernels.sortition.drawing import Drawn, draw, draw_with_dice
from trellis.kernels.sortition.lottery import Lottery, select
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.programme import Impossible
from trellis.kernels.sortition.publication import check_lottery, read_lottery
from trellis.kernels.sortition.quotas import Quotas
from trellis.kernels.sortition.reading import (
    PoolFile,
    Population,
    QuotasFile,
    read_answers,
    read_pool,
    read_population,
    read_quotas,
)
from trellis.kernels.sortition.relaxation import Relaxation, relax
from trellis.kernels.sortition.replacements import Vacancies, alternates, quotas_left, relax_for, replacements, vacancies
from trellis.kernels.sortition.tables import MOST_BYTES
from trellis.kernels.sortition.verification import verify

T = TypeVar("T")


@dataclass
class Selection:
    """What a run of the command worked out. `pool` and `quotas` are missing if only a published lottery was given.

    quotas: as they were used, after any relaxation. vacancies: when seats of people who declined are filled; the lottery is then
    over groups of newcomers. proof_holds: whether the certificate was worked through again and holds; None for a lottery that was
    read back. sha256: of the pool's and the quotas' files as they were read, uncompressed.
    """

    lottery: Lottery
    pool: Pool | None = None
    quotas: Quotas | None = None
    population: Population | None = None
    households: tuple[str | None, ...] | None = None
    relaxation: Relaxation | None = None
    vacancies: Vacancies | None = None
    proof_holds: bool | None = None
    drawn: Drawn | None = None
    alternates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)

    @property
    def panel(self) -> tuple[str, ...] | None:
        """The whole panel after the draw: those drawn, and before them those who stayed; None before the draw."""
        if self.drawn is None:
            return None
        return (*(self.vacancies.kept if self.vacancies else ()), *self.drawn.members)


@dataclass
class _Files:
    """The pool, its quotas and the census as they were read."""

    pool: PoolFile
    quotas: QuotasFile
    population: Population | None
    households: tuple[str | None, ...] | None
    sha256: dict[str, str]


def make_selection(options: argparse.Namespace) -> Selection:
    """Read the files, make or read the lottery, and draw from it if that is asked. Raises BadInput."""
    files = _read_files(options) if options.pool is not None else None
    selection = _from_published(options, files) if options.lottery is not None else _anew(options, files)
    selection.drawn = _draw(options, selection.lottery)
    if options.alternates and selection.panel and selection.pool and selection.quotas:
        selection.alternates = alternates(
            selection.pool,
            selection.quotas,
            panel=selection.panel,
            seed=options.seed,
            each=options.alternates,
            households=selection.households,
        )
    return selection


def _read_files(options: argparse.Namespace) -> _Files:
    quotas_bytes, pool_bytes = _bytes(options.quotas), _bytes(options.pool)
    quotas = _told(options.quotas, lambda: read_quotas(quotas_bytes))
    population = None
    if options.population is not None:
        census = _bytes(options.population)
        population = _told(options.population, lambda: read_population(census))
    columns = [name.strip() for name in options.households.split(",") if name.strip()]
    extra = [feature for feature in (population.features if population else ()) if feature not in quotas.quotas.features]
    pool = _told(options.pool, lambda: read_pool(pool_bytes, quotas.quotas, id_column=options.id, other_features=extra, others=columns))
    return _Files(
        pool=pool,
        quotas=quotas,
        population=population,
        households=pool.households() if columns else None,
        sha256={"pool": hashlib.sha256(pool_bytes).hexdigest(), "quotas": hashlib.sha256(quotas_bytes).hexdigest()},
    )


def _from_published(options: argparse.Namespace, files: _Files | None) -> Selection:
    content = _bytes(options.lottery)
    lottery = _told(options.lottery, lambda: read_lottery(content))
    if options.size is not None and options.size != lottery.size:
        raise BadInput(f"is {options.size}, but the published panels have {lottery.size} members", field="--size")
    if files is None:
        return Selection(lottery)
    _told(options.lottery, lambda: check_lottery(lottery, files.pool.pool, files.quotas.quotas, households=files.households))
    return Selection(lottery, files.pool.pool, files.quotas.quotas, files.population, files.households, sha256=files.sha256)


def _anew(options: argparse.Namespace, files: _Files) -> Selection:
    pool, quotas, relaxation = files.pool.pool, files.quotas.quotas, None
    if options.size > len(pool):
        raise BadInput(f"{options.size} seats can't be filled: {len(pool)} people are in the pool", file=options.pool, field="--size")
    free = _vacancies(options, files) if options.replace is not None else None
    try:
        lottery = _lottery(options, files, quotas, free)
    except Impossible:
        relaxation = _relaxation(options, files, free)
        quotas = relaxation.quotas
        lottery = _lottery(options, files, quotas, free)
    holds = _proof_holds(lottery, pool, quotas, files.households, free)
    return Selection(lottery, pool, quotas, files.population, files.households, relaxation, free, holds, sha256=files.sha256)


def _proof_holds(
    lottery: Lottery, pool: Pool, quotas: Quotas, households: tuple[str | None, ...] | None, free: Vacancies | None
) -> bool | None:
    if lottery.exact is None:
        return None
    if free is not None:
        pool, quotas, households = free.pool, quotas_left(pool, quotas, free.kept), free.households
    return verify(lottery.exact.certificate, pool, quotas, size=lottery.size, households=households)


def _lottery(options: argparse.Namespace, files: _Files, quotas: Quotas, free: Vacancies | None) -> Lottery:
    bounds = {"objective": options.objective, "max_panels": options.max_panels, "uniform": options.uniform}
    if free is not None:
        return replacements(files.pool.pool, quotas, free, **bounds)
    return _told(options.pool, lambda: select(files.pool.pool, quotas, size=options.size, households=files.households, **bounds))


def _vacancies(options: argparse.Namespace, files: _Files) -> Vacancies:
    content = _bytes(options.replace)
    answers = _told(options.replace, lambda: read_answers(content))
    seats = len(answers.stays) + len(answers.declined)
    if seats != options.size:
        raise BadInput(f"{seats} people stay or declined, but the panel has {options.size} seats", file=options.replace, field="answer")
    try:
        return _told(
            options.replace,
            lambda: vacancies(
                files.pool.pool,
                panel=[*answers.stays, *answers.declined],
                declined=answers.declined,
                unavailable=answers.unavailable,
                households=files.households,
            ),
        )
    except Impossible as error:
        raise BadInput(str(error), file=options.replace) from None


def _relaxation(options: argparse.Namespace, files: _Files, free: Vacancies | None) -> Relaxation:
    """The smallest change of contradictory quotas; unless it is wanted, the one line that names it."""
    pool, quotas = files.pool.pool, files.quotas.quotas
    try:
        found = relax_for(pool, quotas, free) if free else relax(pool, quotas, size=options.size, households=files.households)
    except Impossible as error:
        raise BadInput(str(error), file=options.pool, field="--size") from None
    if options.relax:
        return found
    first = found.changes[0]
    raise BadInput(
        f"no panel meets all the quotas together. The smallest change that works: {relaxation_sentence(found)} (--relax does that)",
        file=options.quotas,
        row=files.quotas.line_of(first.quota),
        field="min" if first.limit == "minimum" else "max",
    )


def _draw(options: argparse.Namespace, lottery: Lottery) -> Drawn | None:
    try:
        if options.seed is not None:
            return draw(lottery, seed=options.seed)
        if options.dice is not None:
            return draw_with_dice(lottery, rolls=_rolls(options.dice), sides=options.sides)
    except Malformed as error:
        raise BadInput(error.reason, field=f"--{error.field}") from None
    return None


def _rolls(text: str) -> list[int]:
    parts = re.split(r"[\s,;]+", text.strip())
    if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        raise Malformed("must be whole numbers with spaces between them, such as '3 0 7 1 9 9'", field="dice")
    return [int(part) for part in parts]


def _bytes(path: str) -> bytes:
    """A file's content, at most a little more than is read; readers refuse what is larger."""
    try:
        with open_input(path) as stream:
            return stream.read(MOST_BYTES + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise BadInput(getattr(error, "strerror", None) or "is damaged: it can't be unpacked", file=path) from None


def _told(path: str, work: Callable[[], T]) -> T:
    """Do the work, and say in which file it failed if the kernel finds something malformed."""
    try:
        return work()
    except Malformed as error:
        raise BadInput(error.reason, file=path, row=error.line or None, field=error.field) from None
