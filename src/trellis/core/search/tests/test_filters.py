"""Filters, and the counts beside them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trellis.core.search.documents import Facet, Searchable, UnknownFacet, only
from trellis.core.search.indexing import reindex
from trellis.core.search.tests.made import CLACTON, ask, entry, hours, indexed, names, ref_of

pytestmark = pytest.mark.django_db


def some_entries():
    return (
        entry("Food one", facets={"cost": ["free"], "category": ["food"], "access": ["step_free"]}),
        entry("Food two", facets={"cost": ["paid"], "category": ["food", "family"]}),
        entry("Family", facets={"cost": ["free"], "category": ["family"], "language": ["pl"]}),
        entry("Grief", facets={"category": ["grief"], "language": ["ti"]}),
    )


def test_values_of_one_facet_are_any_and_facets_are_all():
    with indexed(*some_entries()):
        assert set(names(ask(filters={"category": ("food", "grief")}))) == {"Food one", "Food two", "Grief"}
        assert names(ask(filters={"category": ("food",), "cost": ("free",)})) == ["Food one"]
        assert names(ask("food", filters={"cost": ("paid",)})) == ["Food two"]
        assert set(names(ask(filters={"category": ()}))) == {"Food one", "Food two", "Family", "Grief"}


def test_codes_and_values_of_several_words():
    with indexed(entry("Tea", facets={"led_by": ["lived_experience"]}), entry("Coffee", facets={"led_by": ["residents"]})):
        assert names(ask(filters={"led_by": ("lived_experience",)})) == ["Tea"]
        assert names(ask("coffee", filters={"led_by": ("residents", "lived_experience")})) == ["Coffee"]


def test_counts_without_filters():
    with indexed(*some_entries()):
        found = ask()
        assert found.facets["category"] == {"food": 2, "family": 2, "grief": 1}
        assert found.facets["cost"] == {"free": 2, "paid": 1}
        assert not found.facets_are_capped and not found.total_is_capped


def test_a_count_is_what_choosing_that_value_would_give():
    with indexed(*some_entries()):
        for filters in (
            {},
            {"category": ("food",)},
            {"cost": ("free",)},
            {"cost": ("free",), "category": ("family",)},
            {"access": ("step_free",)},
        ):
            found = ask(filters=filters)
            for facet, counts in found.facets.items():
                for value in ("food", "family", "grief", "free", "paid", "step_free", "pl"):
                    if value in {"food", "family", "grief"} and facet == "category" or value in {"free", "paid"} and facet == "cost":
                        chosen = ask(filters={**filters, facet: (value,)})
                        assert counts.get(value, 0) == chosen.total, (filters, facet, value)


def test_counts_with_words_and_open_now():
    with indexed(
        entry("Tea A", rules=hours("18:00", "21:00"), facets={"cost": ["free"]}),
        entry("Tea B", facets={"cost": ["free"]}),
        entry("Tea C", rules=hours("18:00", "21:00"), facets={"cost": ["paid"]}),
    ):
        assert ask("tea", open_now=True).facets["cost"] == {"free": 1, "paid": 1}
        assert ask("tea", open_now=True, filters={"cost": ("free",)}).facets["cost"] == {"free": 1, "paid": 1}


def test_counts_are_of_services_and_not_of_places():
    group = ref_of("many")
    with indexed(
        *[entry("Advice", key="many", part=str(number), group=group, facets={"cost": ["free"]}) for number in range(5)],
        entry("Advice elsewhere", facets={"cost": ["free"]}),
    ):
        found = ask("advice")
        assert found.facets["cost"] == {"free": 2}
        assert found.total == 2


def test_values_nobody_declared():
    with indexed(*some_entries()):
        assert names(ask(filters={"language": ("ti",)})) == ["Grief"]
        assert set(names(ask(filters={"language": ("ti", "pl")}))) == {"Grief", "Family"}
        assert ask(filters={"category": ("nonsense",)}).total == 0
        assert ask(filters={"nonsense": ("food",)}).total == 0
        assert ask("food", filters={"category": ('"; DROP',), "language": ("'\x00",)}).total == 0


def test_a_document_with_an_unknown_facet_is_refused():
    with pytest.raises(UnknownFacet, match="nonsense"), indexed(entry("X", facets={"nonsense": ["x"]})):
        pass
    with pytest.raises(UnknownFacet, match="no value"), indexed(entry("X", facets={"cost": ["x"]})):
        pass


def test_more_values_than_bits_are_refused():
    values = tuple(f"v{number}" for number in range(63))
    nothing = Searchable(kind="made", documents=lambda refs: iter(()))
    with pytest.raises(ValueError, match="no bits left"), only(nothing, facets=(Facet(code="large", values=values),)):
        reindex()


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    with indexed(*[entry(f"Food {number}", key=str(number), facets={"cost": ["free"]}) for number in range(60)]):
        counts = []
        for page_size in (1, 3, 50):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                ask("food", position=CLACTON, radius_m=5_000, open_now=False, filters={"cost": ("free",)}, page_size=page_size)
            counts.append(len(queries))
        assert max(counts[1:]) <= 3
