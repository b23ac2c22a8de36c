"""Writing the index: after a change, and as a whole."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from trellis.core.search import vocabulary
from trellis.core.search.bits import layout
from trellis.core.search.documents import Document, searchables
from trellis.core.search.engines import engine
from trellis.core.search.keys import SERIAL_BITS
from trellis.core.search.models import SearchCard, SearchEntry, SearchState, SearchWord
from trellis.core.search.rows import Row, row
from trellis.core.search.zones import zone_code

FORM = "2"
"""Changes when the same documents would give other entries, so that an index made before is noticed."""


@dataclass(slots=True)
class Tally:
    """What indexing did, and what that does to the counts of words."""

    added: int = 0
    removed: int = 0
    unchanged: int = 0
    words: Counter[str] = field(default_factory=Counter)
    shown: dict[str, str] = field(default_factory=dict)


def index(kind: str, refs: Collection[UUID]) -> Tally:
    """Bring the entries of these records up to date, inside the caller's transaction. Twice gives the same as once."""
    declared = next(each for each in searchables() if each.kind == kind)
    tally = Tally()
    with transaction.atomic():
        _sign_if_new()
        _bring_up_to_date(kind, refs, list(declared.documents(refs)), tally)
        vocabulary.count(tally.words, tally.shown)
    return tally


def reindex(*, progress: Callable[[int], None] = lambda done: None, batch: int = 1_000) -> Tally:
    """Bring the whole index up to date with what is registered, in short transactions, while it is being searched.

    Memory stays flat as records grow in number, apart from one number for each and one count for each different word. Entries that
    are right already are only compared. An empty index is filled faster: its words are indexed in one go at the end.
    """
    tally = Tally()
    empty = not SearchCard.objects.exists()
    done = 0
    for declared in searchables():
        seen: set[int] = set()
        for documents in _by_record(declared.documents(None), batch):
            refs = {document.ref for document in documents}
            with transaction.atomic():
                _bring_up_to_date(declared.kind, refs, documents, tally, empty=empty)
            seen.update(_short(ref) for ref in refs)
            done += len(documents)
            progress(done)
        if not empty:
            _remove_others(declared.kind, seen, tally, batch)
    if not empty:
        _remove_kinds({each.kind for each in searchables()}, tally)
        tally.words = _counted()
        tally.shown = {**tally.shown, **dict(SearchWord.objects.exclude(shown="").values_list("word", "shown").iterator())}
    with transaction.atomic():
        if empty:
            engine().rebuild_words()
        vocabulary.replace(tally.words, tally.shown)
        SearchState.objects.update_or_create(name="signature", defaults={"value": signature()})
    return tally


def _sign_if_new() -> None:
    """An index that begins with its first change is as good as one that was built."""
    if not SearchState.objects.filter(name="signature").exists() and not SearchCard.objects.exists():
        SearchState.objects.create(name="signature", value=signature())


def signature() -> str:
    """What the form of entries depends on besides their documents."""
    return f"{FORM} {layout().signature}"


def _bring_up_to_date(kind: str, refs: Collection[UUID], documents: Iterable[Document], tally: Tally, *, empty: bool = False) -> None:
    """Make the entries of `refs` those of their documents: all of each record's."""
    bits = layout()
    zone_codes: dict[str, int] = {}
    rows = [row(document, bits, zone_code(document.zone, zone_codes)) for document in documents]
    there: dict[tuple[UUID, str], tuple[int, str, str]] = {}
    if not empty:
        known = SearchCard.objects.filter(kind=kind, ref__in=list(refs))
        for ref, part, key, digest, words in known.values_list("ref", "part", "id", "digest", "words"):
            there[ref, part] = (key, digest, words)
    new: list[Row] = []
    for each in rows:
        old = there.get((each.ref, each.part))
        if old and old[1] == each.digest:
            del there[each.ref, each.part]
            tally.unchanged += 1
        else:
            new.append(each)
    _remove({key: words for key, _digest, words in there.values()}, tally)
    if new:
        _write(kind, new, tally, words_later=empty)


def _write(kind: str, rows: list[Row], tally: Tally, *, words_later: bool) -> None:
    keyed = sorted(zip(_free_keys([each.key for each in rows]), rows, strict=True), key=lambda pair: pair[0])
    engine().insert(
        [(key, *each.entry) for key, each in keyed],
        [(key, kind, *each.card) for key, each in keyed],
        words_later=words_later,
    )
    for each in rows:
        _count(tally.words, each.words)
        for word in each.shown:
            if word not in tally.shown:
                tally.shown[word] = each.shown[word]
    tally.added += len(rows)


def _free_keys(wanted: list[int]) -> list[int]:
    """The wanted keys; where one is taken, the next free one after it."""
    taken = set(SearchEntry.objects.filter(id__in=wanted).values_list("id", flat=True))
    keys = []
    for key in wanted:
        if key in taken:
            cell = range(key + 1, ((key >> SERIAL_BITS) + 1 << SERIAL_BITS))
            taken.update(SearchEntry.objects.filter(id__gte=cell.start, id__lt=cell.stop).values_list("id", flat=True))
            key = next(each for each in cell if each not in taken)
        taken.add(key)
        keys.append(key)
    return keys


def _remove(words_of: dict[int, str], tally: Tally) -> None:
    if not words_of:
        return
    engine().delete(words_of)
    for words in words_of.values():
        tally.words.subtract([*words.split(), vocabulary.EVERYTHING])
    tally.removed += len(words_of)


def _remove_others(kind: str, seen: set[int], tally: Tally, batch: int) -> None:
    """Remove the entries of records that are no longer there."""
    last = -1
    while keys := list(SearchCard.objects.filter(kind=kind, id__gt=last).order_by("id").values_list("id", "ref")[: batch * 10]):
        last = keys[-1][0]
        gone = [key for key, ref in keys if _short(ref) not in seen]
        with transaction.atomic():
            _remove(dict(SearchCard.objects.filter(id__in=gone).values_list("id", "words")), tally)


def _remove_kinds(kinds: set[str], tally: Tally) -> None:
    """Remove the entries of kinds that nobody registers any more."""
    for kind in set(SearchCard.objects.values_list("kind", flat=True).distinct()) - kinds:
        _remove_others(kind, set(), tally, 100)


def _by_record(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """Lists of about `size` documents that part no record."""
    part: list[Document] = []
    for document in documents:
        if len(part) >= size and document.ref != part[-1].ref:
            yield part
            part = []
        part.append(document)
    if part:
        yield part


def _short(ref: UUID) -> int:
    return ref.int >> 64


def _counted() -> Counter[str]:
    counts: Counter[str] = Counter()
    for words in SearchCard.objects.values_list("words", flat=True).iterator(chunk_size=2_000):
        _count(counts, words.split())
    return counts


def _count(counts: Counter[str], words: Iterable[str]) -> None:
    counts.update(words)
    counts[vocabulary.EVERYTHING] += 1
