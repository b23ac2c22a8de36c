"""Telling the world, once a day, where the log stands: a chain alone cannot show that its end was cut off."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from trellis.core.jobs import every, job
from trellis.core.log import chain
from trellis.core.log.models import PublishedHead

SHOWN = 366


@every("day at 03:05")
@job()
def publish_head_daily() -> None:
    """Publish the present head. A second run the same day changes nothing."""
    chain.publish_head(now=timezone.now())


def published_heads(request: HttpRequest) -> JsonResponse:
    """The published heads, newest first, for anyone who wants to keep a copy as a witness."""
    heads = PublishedHead.objects.order_by("-number")[:SHOWN]
    return JsonResponse(
        {"heads": [{"number": each.number, "digest": each.digest, "published_at": each.published_at.isoformat()} for each in heads]}
    )
