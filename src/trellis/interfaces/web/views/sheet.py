"""A list on one sheet of paper, to pin up or to hand over."""

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.paper import rows
from trellis.interfaces.web.searching import answer
from trellis.interfaces.web.views.find import asks, frame, respond

MOST_ROWS = 40
LONGEST_QR_ADDRESS = 600
"""Beyond this the little squares are too small for an old phone's camera."""


@asks
def sheet_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Up to forty results in two columns of an A4 page: name, when, where, telephone, when last confirmed; and a code that leads here."""
    answered = answer(asked, now=timezone.now(), page_size=MOST_ROWS)
    path = reverse("find-print")
    address = settings.TRELLIS_URL + asked.address(reverse("find"))
    context = frame(answered, path) | {
        "rows": rows(answered.found.results, now=answered.now),
        "n_more": max(0, answered.found.total - len(answered.found.results)),
        "address": address,
        "qr": qr_code(address) if len(address) <= LONGEST_QR_ADDRESS and not answered.is_sensitive else "",
    }
    return respond(request, answered, "web/sheet.html", context)


def qr_code(address: str) -> SafeString:
    """The address as a drawing that a phone can read, coloured by the style sheet."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass="qr-line")
    return mark_safe(drawing)  # noqa: S308 (made from squares, not from text)
