"""What open data names by ids of its own: a service at its place, a list of terms, a term."""

from trellis.apps.directory.models import ServiceAtLocation
from trellis.apps.directory.queries.published_choice import CATEGORY_TAXONOMY, category_id, taxonomy_id


def add(world, *, now) -> None:
    world.things["place_of_service"] = ServiceAtLocation.objects.get(service=world.things["service"])
    world.things["taxonomy"] = taxonomy_id(CATEGORY_TAXONOMY)
    world.things["term"] = category_id("food")
