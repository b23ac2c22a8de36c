"""Records whose source gives no position are found near where they belong, and open by the clocks there."""

import pytest

from trellis.apps.directory.models import Location, Place
from trellis.apps.directory.queries.placing import Placer
from trellis.apps.directory.tests.factories import NOW, make_location, make_service
from trellis.core.search.finding import find
from trellis.core.search.query import Query

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns():
    def town(name, country, admin1, latitude, longitude, population, zone):
        return Place(
            kind="town", name=name, folded=name.lower(), country=country, admin1=admin1, latitude=latitude, longitude=longitude,
            population=population, time_zone=zone, source="test", source_key=f"{name}{admin1}",
        )  # fmt: skip

    Place.objects.bulk_create(
        [
            town("Washington", "US", "DC", 38.9, -77.03, 600_000, "America/New_York"),
            town("Washington", "US", "UT", 37.13, -113.5, 20_000, "America/Denver"),
            town("Washington", "GB", "ENG", 54.9, -1.52, 67_000, "Europe/London"),
            town("Edmonton", "CA", "01", 53.55, -113.47, 700_000, "America/Edmonton"),
        ]
    )


def bare(**fields) -> Location:
    return Location(location_type="physical", **fields)


def test_a_town_is_told_apart_by_country_and_state(towns):
    placer = Placer()
    assert placer.placed(bare(city="Washington", country="US")).latitude == 38.9
    assert placer.placed(bare(city="Washington", country="US", state_province="UT")).latitude == 37.13
    assert placer.placed(bare(city="Washington", country="GB")).latitude == 54.9
    assert placer.placed(bare(city="Nowhere", country="US")) is None


def test_a_postcode_of_our_own_records_is_nearer_than_the_town(towns):
    make_location(city="Washington", country="US", postal_code="20016", latitude=38.94, longitude=-77.09)
    placed = Placer().placed(bare(city="Washington", country="US", postal_code="20016"))
    assert (placed.latitude, placed.time_zone) == (38.94, "America/New_York")


def test_a_secret_or_virtual_place_is_never_placed(towns):
    placer = Placer()
    assert placer.placed(bare(city="Edmonton", country="CA", confidential=True)) is None
    assert placer.placed(Location(location_type="virtual", city="Edmonton", country="CA")) is None


def test_the_zone_is_that_of_the_nearest_town(towns):
    placer = Placer()
    assert placer.time_zone(bare(latitude=38.6, longitude=-77.5)) == "America/New_York"
    assert placer.time_zone(bare(city="Edmonton", country="CA")) == "America/Edmonton"
    assert placer.time_zone(bare(latitude=0.0, longitude=-150.0)) == ""


def test_what_has_no_position_is_found_in_its_town_and_not_elsewhere(towns):
    there = make_service(location=make_location(city="Edmonton", country="CA", postal_code="", latitude=None, longitude=None))
    near = find(Query(words="circle", position=(53.5, -113.5), radius_m=40_000), now=NOW)
    far = find(Query(words="circle", position=(51.79, 1.15), radius_m=40_000), now=NOW)
    assert [result.ref for result in near.results] == [there.pk]
    assert near.results[0].card["approximate"] is True
    assert far.widened or not far.results
    assert Location.objects.get(city="Edmonton").latitude is None


def test_places_of_one_name_abroad_are_told_apart_by_country(towns):
    from trellis.apps.directory.queries.gazetteer import find_place

    assert (find_place("Washington, US").label, find_place("Washington, US").admin1) == ("Washington, US", "DC")
    assert find_place("Edmonton").label == "Edmonton, CA"
