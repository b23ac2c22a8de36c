"""Finding places by name, postcode and point; loading the shipped table."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trellis.apps.directory.actions.gazetteer import PlaceRow, ensure_gazetteer, shipped_places, store_places
from trellis.apps.directory.models.gazetteer import Place, PlaceName, name_key, short_key
from trellis.apps.directory.models.location import Location
from trellis.apps.directory.queries.gazetteer import (
    Candidates,
    Unsure,
    find_place,
    place_by_slug,
    places_near,
    places_starting_with,
)

pytestmark = pytest.mark.django_db

ESSEX_COAST = [
    "Frinton-on-Sea", "Walton-on-the-Naze", "Jaywick", "Holland-on-Sea", "Great Bentley",
    "St Osyth", "Brightlingsea", "Harwich", "Dovercourt", "Manningtree",
    "Mistley", "Thorpe-le-Soken", "Wivenhoe", "Elmstead Market", "Weeley",
    "Tiptree", "West Mersea", "Burnham-on-Crouch", "Maldon", "Heybridge",
    "Tollesbury", "Clacton-on-Sea",
]  # fmt: skip


def row(name, latitude, longitude, *, kind="town", country="GB", **more):
    return PlaceRow(
        key=f"{country}:{kind}:{name}:{latitude}", kind=kind, name=name, latitude=latitude, longitude=longitude,
        country=country, source="test", **more,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def tendring(settings):
    settings.PLACE_CENTRE = (51.79, 1.15)
    settings.PLACE_COUNTRY = "GB"


@pytest.fixture
def places():
    store_places(
        [
            row("Clacton-on-Sea", 51.78967, 1.15597, population=50548, county="Essex", alternate_names=("Клактон-он-Си",)),
            row("St Osyth", 51.8, 1.08333, kind="village", county="Essex"),
            row("Walton-on-the-Naze", 51.84819, 1.26738, county="Essex"),
            row("Walton-on-Thames", 51.3868, -0.4133, population=66566),
            row("Newport", 51.98425, 0.21355, kind="village", near="Saffron Walden", population=20000),
            row("Newport", 51.58774, -2.99835, near="Cardiff", population=161506),
            row("Essex", 51.77, 0.55, kind="region"),
            row("London", 51.50853, -0.12574, population=8961989),
            row("London", 42.98339, -81.23304, country="CA", population=346765),
            row("CO15 1AA", 51.79, 1.15, kind="postcode"),
            row("CO16", 51.82, 1.12, kind="outcode", approximate=True),
            row("20001", 38.91, -77.02, kind="postcode", country="US", near="Washington"),
        ]
    )


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Clacton-on-Sea", "Clacton-on-Sea"),
        ("  clacton  ON sea ", "Clacton-on-Sea"),
        ("clacton", "Clacton-on-Sea"),
        ("Clact", "Clacton-on-Sea"),
        ("clackton", "Clacton-on-Sea"),
        ("clacton on see", "Clacton-on-Sea"),
        ("клактон-он-си", "Clacton-on-Sea"),
        ("saint osyth", "St Osyth"),
        ("ST. OSYTH", "St Osyth"),
        ("Walton", "Walton-on-the-Naze"),
        ("London", "London"),
        ("CO15 1AA", "CO15 1AA"),
        ("co151aa", "CO15 1AA"),
        ("co16", "CO16"),
        ("20001", "20001"),
        ("20001-1234", "20001"),
    ],
)
def test_found_as_meant(places, words, name):
    found = find_place(words)

    assert isinstance(found, Place)
    assert (found.name, found.country) in {(name, "GB"), ("20001", "US")}


def test_namesakes_are_offered_nearest_first(places):
    found = find_place("Newport")

    assert isinstance(found, Candidates)
    assert found.reason is Unsure.AMBIGUOUS
    assert [str(place.label) for place in found.places] == ["Newport (near Saffron Walden)", "Newport (near Cardiff)"]
    assert find_place("Newport", near=(51.6, -3.0)).near == "Cardiff"


@pytest.mark.parametrize(
    ("words", "near"),
    [("Newport, Saffron Walden", "Saffron Walden"), ("newport, cardiff", "Cardiff"), ("Newport, Essex", "Saffron Walden")],
)
def test_what_follows_the_comma_decides(places, words, near):
    assert find_place(words).near == near


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", Unsure.EMPTY),
        (" \x00 ", Unsure.EMPTY),
        ("99,1", Unsure.NOT_ON_EARTH),
        ("1,-181", Unsure.NOT_ON_EARTH),
        ("SW1A 1AA", Unsure.UNKNOWN_POSTCODE),
        ("99999", Unsure.UNKNOWN_POSTCODE),
        ("qqqqqqq", Unsure.UNKNOWN),
        ("'; drop table directory_place; --", Unsure.UNKNOWN),
        ("%", Unsure.UNKNOWN),
        ("," * 50, Unsure.UNKNOWN),
        ("x" * 1_000_000, Unsure.UNKNOWN),
    ],
)
def test_unsure_says_why(places, words, reason):
    found = find_place(words)

    assert isinstance(found, Candidates)
    assert (found.reason, found.best) == (reason, None)


def test_two_slips_are_suggested_and_not_taken(places):
    found = find_place("walten on themes")

    assert isinstance(found, Candidates)
    assert (found.reason, found.best.name) == (Unsure.UNKNOWN, "Walton-on-Thames")


def test_a_point_needs_no_table():
    found = find_place(" 51.8 , -1.25 ")

    assert (found.latitude, found.longitude, found.pk) == (51.8, -1.25, None)


def test_postcode_from_our_own_public_addresses():
    Location.objects.create(name="Hall", postal_code="CO15 2BB", latitude=51.80, longitude=1.10)
    Location.objects.create(name="Church", postal_code="CO152BB", latitude=51.82, longitude=1.12)

    found = find_place("co15 2bb")

    assert (found.name, found.approximate, found.source) == ("CO15 2BB", True, "directory")
    assert (found.latitude, found.longitude) == pytest.approx((51.81, 1.11))


def test_first_half_stands_in_for_an_unknown_postcode(places):
    Location.objects.create(name="Hall", postal_code="CO13 9AA", latitude=51.83, longitude=1.24)

    loaded, ours = find_place("CO16 9ZZ"), find_place("CO13 9ZZ")

    assert (loaded.name, loaded.approximate) == ("CO16", True)
    assert (ours.name, ours.approximate) == ("CO13", True)
    assert find_place("CO1 3AA").reason is Unsure.UNKNOWN_POSTCODE


def test_a_confidential_address_never_gives_its_postcode_away():
    Location.objects.create(
        confidential=True, public_area="Clacton", private={"postal_code": "CO14 8AB", "latitude": 51.85, "longitude": 1.26}
    )

    assert find_place("CO14 8AB").reason is Unsure.UNKNOWN_POSTCODE
    assert find_place("CO14").reason is Unsure.UNKNOWN_POSTCODE


def test_each_look_up_is_a_few_indexed_queries(places):
    for words, most in [("clacton", 2), ("clact", 4), ("CO15 1AA", 1), ("CO14 8AB", 7), ("20001", 1), ("51.8,1.2", 0)]:
        with CaptureQueriesContext(connection) as queries:
            find_place(words)
        assert len(queries) <= most, words
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for query in queries:
                    cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                    assert not [plan for *_, plan in cursor.fetchall() if plan.startswith("SCAN")], query["sql"]


def test_places_near_uses_the_index_by_position(places):
    with CaptureQueriesContext(connection) as queries:
        found = places_near(51.79, 1.15, metres=12_000)

    assert [place.name for place in found] == ["Clacton-on-Sea", "St Osyth", "Walton-on-the-Naze"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
            assert "place_position" in str(cursor.fetchall())


def test_suggestions_while_typing(places):
    assert [place.name for place in places_starting_with("wal")] == ["Walton-on-the-Naze", "Walton-on-Thames"]
    assert places_starting_with("w") == []


def test_storing_twice_changes_nothing_and_once_more_changes_what_differs(places):
    rows = [row("Harwich", 51.94194, 1.28437, alternate_names=("Harwick",)), row("CO12 3AA", 51.94, 1.28, kind="postcode")]

    first, second = store_places(rows), store_places(rows)
    third = store_places([row("Harwich", 51.94194, 1.28437, population=20723)])

    assert (first.added, first.changed, first.unchanged) == (2, 0, 0)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 2)
    assert (third.added, third.changed, third.unchanged) == (0, 1, 0)
    assert not PlaceName.objects.filter(folded="harwick").exists()
    assert place_by_slug("harwich").population == 20723


def test_dry_run_stores_nothing():
    assert store_places([row("Harwich", 51.94194, 1.28437)], dry_run=True).added == 1
    assert not Place.objects.exists()


def test_namesakes_get_pages_of_their_own(places):
    assert place_by_slug("newport").near == "Saffron Walden"
    assert place_by_slug("newport-cardiff").near == "Cardiff"
    assert place_by_slug("co15-1aa") is None
    assert Place.objects.get(country="CA").slug is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"latitude": 91.0}, "latitude"),
        ({"longitude": float("nan")}, "longitude"),
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000_000}, "name"),
        ({"kind": "planet"}, "kind"),
    ],
)
def test_impossible_rows_name_the_field(wrong, field):
    right = {"key": "k", "kind": "town", "name": "A", "latitude": 0.0, "longitude": 0.0, "country": "GB", "source": "test"}

    with pytest.raises(ValueError, match=field):
        PlaceRow(**(right | wrong))


def test_shipped_table_loads_once():
    first = ensure_gazetteer()

    assert first.added > 10_000
    assert ensure_gazetteer().added == 0
    for name in ESSEX_COAST:
        found = find_place(name)
        assert isinstance(found, Place), name
        assert (found.name, found.county) == (name, "Essex")
        assert found.slug == name.lower().replace(" ", "-")


def test_shipped_rows_are_sound():
    british, american = list(shipped_places(["GB"])), list(shipped_places(["US"]))
    keys = [place.key for place in british]

    assert len(keys) == len(set(keys)) > 10_000
    assert {place.country for place in american if place.population < 100_000} == {"US"}


@pytest.mark.parametrize(
    ("name", "key", "short"),
    [
        ("Clacton-on-Sea", "clacton on sea", "clacton"),
        ("Saint Osyth", "st osyth", "st osyth"),
        ("King’s Lynn", "kings lynn", "kings lynn"),
        ("Thorpe-le-Soken", "thorpe le soken", "thorpe"),
        ("Newcastle upon Tyne", "newcastle on tyne", "newcastle"),
        ("Łódź", "lodz", "lodz"),
    ],
)
def test_keys(name, key, short):
    assert name_key(name) == key
    assert short_key(key) == short
