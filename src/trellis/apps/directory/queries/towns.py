"""In which towns there is something, and how much."""

from django.db.models import Count

from trellis.apps.directory.models import ServiceAtLocation
from trellis.apps.directory.queries.showing import SHOWN_STATUSES


def towns_with_services(*, limit: int = 300) -> list[tuple[str, int]]:
    """(town as addresses name it, number of services there), most first. Confidential places name no town."""
    counted = (
        ServiceAtLocation.objects.filter(service__status__in=SHOWN_STATUSES, location__confidential=False)
        .exclude(location__city="")
        .values("location__city")
        .annotate(n=Count("service", distinct=True))
        .order_by("-n", "location__city")
    )
    return [(row["location__city"], row["n"]) for row in counted[:limit]]
