"""What may be wrong with the index, for `trellis doctor` and for tests."""

from django.db.models import Q

from trellis.core.search.documents import searchables
from trellis.core.search.engines import engine
from trellis.core.search.indexing import signature
from trellis.core.search.models import SearchCard, SearchEntry, SearchState


def drift(*, sample: int = 2_000) -> list[str]:
    """What differs between the index and what is registered, one code and number each; empty when nothing does.

    Codes: "never_built", "built_differently" (facets changed since), "word_index" (the word index is damaged),
    "entries_without_card", "records_missing", "records_left" (of the first `sample` of each kind). `trellis reindex` mends all of them.
    """
    state = SearchState.objects.filter(name="signature").first()
    if state is None:
        return ["never_built"] if searchables() else []
    found = []
    if state.value != signature():
        found.append("built_differently")
    if fault := engine().fault():
        found.append(f"word_index: {fault}")
    if (entries := SearchEntry.objects.count()) != (cards := SearchCard.objects.count()):
        found.append(f"entries_without_card: {entries - cards}")
    for declared in searchables():
        live = set()
        for document in declared.documents(None):
            live.add((document.ref, document.part))
            if len(live) >= sample:
                break
        there = set(SearchCard.objects.filter(kind=declared.kind, ref__in={ref for ref, _part in live}).values_list("ref", "part"))
        if missing := len(live - there):
            found.append(f"records_missing: {missing} of {declared.kind}")
        checked = list(SearchCard.objects.filter(kind=declared.kind).order_by("id").values_list("ref", flat=True)[:sample])
        left = set(checked) - {document.ref for document in declared.documents(checked)}
        if left:
            found.append(f"records_left: {len(left)} of {declared.kind}")
    return found


def holds(text: str) -> list[str]:
    """Which records hold a text, in their card or among their words, as "kind ref": for tests that nothing secret got in."""
    wanted = Q(card__icontains=text) | Q(words__icontains=text.lower())
    return [f"{kind} {ref}" for kind, ref in SearchCard.objects.filter(wanted).values_list("kind", "ref")]
