"""The page behind a link in a letter: is this still right? Reading it answers nothing; mail programs read links too."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from trellis.apps.directory.actions import InvalidRecord, answer_by_link, open_link, renew_link, stop_letters
from trellis.apps.directory.forms.upkeep import CorrectionForm
from trellis.apps.directory.models import ConfirmRequest
from trellis.apps.directory.models.records import to_plain
from trellis.apps.directory.queries.asking import Link, correspondent_with, link_of
from trellis.apps.directory.queries.reading import public_record
from trellis.apps.directory.views.comparing import in_words, label_of, names_in
from trellis.apps.directory.views.limits import too_many
from trellis.core.actions import NotFound, Refused, WrongState
from trellis.core.ui.parts import Answer
from trellis.core.ui.views import refused

_NOT_SHOWN = {
    "key", "organization_key", "parent_key", "assured_on", "assured_by", "last_modified", "extra", "language", "translations",
    "timezone", "latitude", "longitude", "approximate", "status", "kind", "terms", "sensitive", "country", "confidential", "location_type",
}  # fmt: skip
_THANKS = {
    ConfirmRequest.Answer.RIGHT: gettext_lazy("Readers now see that it was confirmed today."),
    ConfirmRequest.Answer.CHANGED: gettext_lazy("A keeper puts it right, usually within a few days."),
    ConfirmRequest.Answer.STOPPED: gettext_lazy("Readers see a warning from now on, and a keeper takes it off the list."),
}


@never_cache
def still_right(request: HttpRequest, record_id: uuid.UUID, token: str) -> HttpResponse:
    """The record's facts and three answers. Used, too old and not yours are said plainly; what never was is simply not there."""
    now = timezone.now()
    try:
        link = open_link(record_id, token, now=now)
    except NotFound:
        return render(request, "directory/still_right/nowhere.html", status=404)
    except Refused as refusal:
        step = _("Sign out, or open the link in another browser. If you run this group, ask to keep its page: look for “This is ours”.")
        return refused(request, str(refusal.reason), next_step=step)
    except WrongState:
        return _too_late(request, link_of(record_id, token, now=now), record_id, token, now)
    if request.method == "POST":
        return _answer(request, link, record_id, token, now)
    return _shown(request, link, CorrectionForm())


def _shown(request: HttpRequest, link: Link, form: CorrectionForm, *, correcting: bool = False) -> HttpResponse:
    context = {"row": link.row, "answers": facts_of(link.row), "form": form, "correcting": correcting, "asked": link.request}
    return render(request, "directory/still_right/page.html", context)


def facts_of(row) -> list[Answer]:
    """What everybody may read of a record, field by field, in words."""
    plain = to_plain(public_record(row))
    names = names_in(plain)
    kind = row._meta.model_name
    told = [
        Answer(label=label_of(kind, name), value=in_words(name, value, names)) for name, value in plain.items() if name not in _NOT_SHOWN
    ]
    return [each for each in told if each.value]


def _answer(request: HttpRequest, link: Link, record_id: uuid.UUID, token: str, now) -> HttpResponse:
    answer = request.POST.get("answer", "")
    if answer not in ConfirmRequest.Answer.values:
        return _shown(request, link, CorrectionForm())
    parts, right = [], ""
    if answer == ConfirmRequest.Answer.CHANGED:
        form = CorrectionForm(request.POST if "right" in request.POST else None)
        if not form.is_valid():
            return _shown(request, link, form, correcting=True)
        parts, right = form.cleaned_data["parts"], form.cleaned_data["right"]
    try:
        answer_by_link(record_id=record_id, token=token, answer=answer, parts=parts, right=right, now=now)
    except (WrongState, InvalidRecord):
        return _too_late(request, link_of(record_id, token, now=now), record_id, token, now)
    context = {"row": link.row, "kind": link.request.kind, "text": _THANKS[ConfirmRequest.Answer(answer)]}
    return render(request, "directory/still_right/thanks.html", context)


def _too_late(request: HttpRequest, link: Link | None, record_id: uuid.UUID, token: str, now) -> HttpResponse:
    """The link was used, or is too old; a new one may be asked for, to the same address and no other."""
    day, problem = None, ""
    if request.method == "POST" and request.POST.get("do") == "renew":
        if too_many(request, "renew", most=10):
            problem = _("That was too many tries. Wait an hour, then try again.")
        else:
            try:
                day = renew_link(record_id=record_id, token=token, now=now)
            except (NotFound, Refused, WrongState) as stuck:
                problem = str(stuck) if not isinstance(stuck, NotFound) else _("This link leads nowhere.")
    context = {"link": link, "day": day, "problem": problem, "used_at": link.request.used_at if link else None}
    return render(request, "directory/still_right/late.html", context)


@never_cache
def stop(request: HttpRequest, correspondent_id: uuid.UUID, token: str) -> HttpResponse:
    """No more letters to this address; one press, and no question why."""
    found = correspondent_with(token, correspondent_id)
    if found is None:
        return render(request, "directory/still_right/nowhere.html", status=404)
    if request.method == "POST":
        stop_letters(correspondent_id=correspondent_id, token=token, now=timezone.now())
        return render(request, "directory/still_right/stopped.html")
    return render(request, "directory/still_right/stop.html", {"already": found.stopped_at is not None})
