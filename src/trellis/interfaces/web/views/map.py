"""The results on a map that we draw ourselves: no tiles, no script, nobody outside is asked."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.queries.gazetteer import places_near
from trellis.core.ui.drawings import Map, draw_map
from trellis.core.ui.parts import Landmark, Pin
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.paging import Pages
from trellis.interfaces.web.results import how_far, open_words
from trellis.interfaces.web.searching import PAGE_SIZE, Answer, answer
from trellis.interfaces.web.views.find import asks, frame, respond
from trellis.kernels.geo.projection import Projection

WIDTH, HEIGHT = 360, 340
MARGIN = 34
MOST_LABELS = 9
LABEL_WIDTH_PER_LETTER, LABEL_HEIGHT = 6.5, 16
PIN_RADIUS = 14
FARTHEST_YOU = 2.0
"""The asker's own position is drawn only when that leaves the results readable: at most so many times as far as they reach."""


@asks
def map_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """One page of results as numbered pins, with the same numbers as in the list, and a table that says the same."""
    answered = answer(asked, now=timezone.now())
    context = frame(answered, reverse("find-map")) | {"map": draw(answered), "page": Pages(answered.found), "action": reverse("find-map")}
    return respond(request, answered, "web/map.html", context)


def draw(answered: Answer) -> Map | None:
    """The map, or None when nothing found has a place that may be shown. What is confidential has no position to draw."""
    found, list_url = answered.found, answered.asked.address(reverse("find"), page=answered.asked.page)
    placed = [
        (number, result)
        for number, result in enumerate(found.results, (found.page - 1) * PAGE_SIZE + 1)
        if result.latitude is not None and result.longitude is not None
    ]
    if not placed:
        return None
    positions = [(result.latitude, result.longitude) for _number, result in placed]
    near = answered.where.position
    view = Projection.around(positions, width=WIDTH, height=HEIGHT, margin=MARGIN)
    if near:
        with_you = Projection.around([*positions, near], width=WIDTH, height=HEIGHT, margin=MARGIN)
        if with_you.metres_per_unit <= FARTHEST_YOU * view.metres_per_unit:
            view = with_you
        else:
            near = None
    pins = []
    for number, result in placed:
        x, y = view.point(result.latitude, result.longitude)
        _state, line = open_words(result, now=answered.now, at=answered.at)
        note = " · ".join(part for part in (result.card.get("locality", ""), how_far(result), line) if part)
        pins.append(
            Pin(number=number, label=result.card.get("name", ""), x=round(x, 1), y=round(y, 1), url=f"{list_url}#r{number}", note=note)
        )
    unit = getattr(settings, "DISTANCE_UNIT", "mi")
    return draw_map(
        pins,
        width=WIDTH,
        height=HEIGHT,
        metres_per_unit=view.metres_per_unit,
        landmarks=_landmarks(view, pins),
        you=view.point(*near) if near else None,
        unit=unit,
    )


def _landmarks(view: Projection, pins: list[Pin]) -> list[Landmark]:
    """Names of settlements inside the view, the larger first, none over another or under a pin where that can be helped."""
    reach = view.metres_per_unit * max(WIDTH, HEIGHT) * 0.75
    landmarks: list[Landmark] = []
    for place in sorted(places_near(view.latitude, view.longitude, metres=reach, limit=400), key=lambda place: -place.population):
        x, y = view.point(place.latitude, place.longitude)
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            continue
        width = len(place.name) * LABEL_WIDTH_PER_LETTER
        spots = [(x + 18, y + 4), (x - width - 18, y + 4), (x - width / 2, y - 20), (x - width / 2, y + 28)]
        free = [spot for spot in spots if _is_free(*spot, width, landmarks)]
        clear = [spot for spot in free if not any(_touches(*spot, width, pin) for pin in pins)]
        if best := next(iter(clear or free), None):
            landmarks.append(Landmark(name=place.name, x=round(best[0], 1), y=round(best[1], 1)))
        if len(landmarks) == MOST_LABELS:
            break
    return landmarks


def _is_free(x: float, y: float, width: float, others: list[Landmark]) -> bool:
    if x < 0 or x + width > WIDTH or not LABEL_HEIGHT <= y <= HEIGHT - 2 * LABEL_HEIGHT:
        return False
    return all(
        abs(y - other.y) > LABEL_HEIGHT or x > other.x + len(other.name) * LABEL_WIDTH_PER_LETTER or x + width < other.x for other in others
    )


def _touches(x: float, y: float, width: float, pin: Pin) -> bool:
    return x - PIN_RADIUS < pin.x < x + width + PIN_RADIUS and y - LABEL_HEIGHT - PIN_RADIUS < pin.y < y + PIN_RADIUS
