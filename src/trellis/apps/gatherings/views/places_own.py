"""One's own asking, of whatever kind: signed in, with the code that was shown, or by the link of a letter.

A code or link that fits is kept, sealed, in the session of this browser for half an hour, so that it stands in no address after the
first; leaving quickly ends the session. Every action is given it again and checks it again.
"""

from __future__ import annotations

import time
import uuid

from django.http import Http404, HttpRequest

from trellis.apps.gatherings.actions.places_waiting import is_theirs
from trellis.apps.gatherings.models import Place, Stay, Tenancy
from trellis.apps.gatherings.models.places_waiting import Asked, code_index
from trellis.core.actions import current_person
from trellis.core.fields.sealing import KeyMissing, WrongPlace, seal, unseal

KINDS: dict[type[Asked], str] = {Place: "places-mine", Stay: "respite-stay", Tenancy: "gardens-plot"}
"""For each kind of asking the name of its own page."""
OPEN_SECONDS = 1800
_KEY, _PLACE = "asked", "gatherings.asked.session"


def remember(request: HttpRequest, code: str) -> None:
    """Keep what opens it, for this visit."""
    request.session[_KEY] = seal(f"{int(time.time())} {code}", _PLACE)


def forget(request: HttpRequest) -> None:
    """Keep it no longer."""
    request.session.pop(_KEY, None)


def code_of(request: HttpRequest) -> str:
    """What this browser came with; "" when it came with nothing, or too long ago."""
    if not request.session.get(_KEY):
        return ""
    try:
        since, _space, code = unseal(request.session[_KEY], _PLACE).partition(" ")
    except (KeyMissing, WrongPlace):
        return ""
    return code if int(since) + OPEN_SECONDS > time.time() else ""


def own_or_404(request: HttpRequest, model: type[Asked], pk: uuid.UUID, *related: str) -> tuple[Asked, str]:
    """The row and the code it was opened with; for everybody else it does not exist."""
    row, code = model.objects.select_related(*related).filter(pk=pk).first(), code_of(request)
    if row is None or not is_theirs(row, current_person(), code):
        raise Http404
    return row, code


def with_link_or_404(model: type[Asked], pk: uuid.UUID, token: str) -> Asked:
    """The row to which the link of a letter leads."""
    row = model.objects.filter(pk=pk).first()
    if row is None or not row.opens_by_link(token):
        raise Http404
    return row


def with_code(code: str) -> Asked | None:
    """Whatever this code was shown for."""
    digest = code_index(code)
    return next((row for kind in KINDS if (row := kind.objects.filter(code_index=digest).first()) is not None), None)


def shown_code(code: str) -> str:
    """The code in groups that one can read out: 1234 5678 9012."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
