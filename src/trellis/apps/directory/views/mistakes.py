"""Mistakes that readers report, what became of what somebody told, and the keeper's side of both."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.apps.directory.actions import InvalidRecord, report_mistake, settle_mistake, take_over
from trellis.apps.directory.forms.upkeep import FollowForm, MistakeDecision, MistakeForm
from trellis.apps.directory.models import MergeProposal, Mistake, RecordKind, Suggestion
from trellis.apps.directory.queries.asking import record_row
from trellis.apps.directory.queries.claiming import open_claims
from trellis.apps.directory.queries.keeping import MODELS
from trellis.apps.directory.queries.mistakes import PARTS, SECTION_OF, field_of, mistakes_for, told_under, waiting_mistakes
from trellis.apps.directory.views.comparing import label_of
from trellis.apps.directory.views.gate import for_keepers
from trellis.apps.directory.views.limits import too_many
from trellis.core.access import may_see
from trellis.core.actions import WrongState, current_person, once
from trellis.core.ui.views import keep_private

MOST_AN_HOUR = 20


def report(request: HttpRequest, kind: str, record_id: uuid.UUID) -> HttpResponse:
    """What is wrong, what is right, and where to answer; nobody needs an account."""
    row = record_row(kind, record_id)
    if row is None or not may_see(current_person(), row) or getattr(row, "confidential", False):
        raise Http404

    def respond() -> HttpResponse:
        return _report(request, kind, row)

    return keep_private(request, respond) if getattr(row, "sensitive", False) else respond()


def _report(request: HttpRequest, kind: str, row) -> HttpResponse:
    form = MistakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        if too_many(request, "mistake", most=MOST_AN_HOUR):
            form.add_error(None, _("Many reports came from here within the hour. Nothing is lost: wait a while, then send it again."))
        else:

            def do() -> str:
                return str(report_mistake(row, parts=told["parts"], right=told["right"], teller=told["teller"], now=now).pk)

            try:
                key, _fresh = once(told["form_key"], scope=f"directory.mistake:{row.pk}", now=now, do=do)
            except (InvalidRecord, WrongState) as stuck:
                form.add_error(None, str(stuck))
            else:
                made = Mistake.objects.filter(pk=key).first()
                return render(request, "directory/mistake/done.html", {"row": row, "kind": kind, "code": made.code if made else ""})
    return render(request, "directory/mistake/report.html", {"form": form, "row": row, "kind": kind})


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """What became of a suggestion or a report, by its code."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    found, row = None, None
    if request.method == "POST" and form.is_valid():
        if too_many(request, "follow", most=30):
            form.add_error("code", _("That was too many tries. Wait an hour, then try again."))
        else:
            found = told_under(form.cleaned_data["code"])
            if found is None:
                form.add_error(
                    "code", _("We know nothing under this code. It may have been deleted: we keep such things for three months.")
                )
    if isinstance(found, Mistake):
        row = record_row(found.kind, found.record_id)
    address = ""
    if isinstance(found, Suggestion) and found.organization_id:
        address = reverse("directory-organization", args=[found.organization_id])
    elif row is not None:
        address = reverse(f"directory-{found.kind}", args=[found.record_id])
    return render(request, "directory/mistake/follow.html", {"form": form, "found": found, "address": address})


@for_keepers
def told(request: HttpRequest) -> HttpResponse:
    """Everything that people told and that waits: claims, reports, suggestions, pairs to be made one."""
    person = current_person()
    keeper = person.holds("keeper")
    reports = list(waiting_mistakes(person)[:50])
    context = {
        "claims": list(open_claims(person)[:50]),
        "reports": [(each, row, _parts(each)) for each, row in _with_rows(reports)],
        "suggestions": list(Suggestion.objects.filter(state=Suggestion.State.WAITING)[:50]) if keeper else [],
        "merges": list(MergeProposal.objects.filter(state=MergeProposal.State.PROPOSED)[:50]) if keeper else [],
    }
    return render(request, "directory/keep/told.html", context)


def _with_rows(reports: list[Mistake]) -> list[tuple[Mistake, object]]:
    held = {}
    for kind in {each.kind for each in reports}:
        held |= MODELS[RecordKind(kind)].objects.in_bulk([each.record_id for each in reports if each.kind == kind])
    return [(each, held.get(each.record_id)) for each in reports]


def _parts(mistake: Mistake) -> list[str]:
    return [str(PARTS[each]) for each in mistake.parts if each in PARTS]


@for_keepers
def mistake(request: HttpRequest, mistake_id: uuid.UUID) -> HttpResponse:
    """One report, with the way to put it right and the decision."""
    person = current_person()
    found = mistakes_for(person).filter(pk=mistake_id).first()
    if found is None:
        raise Http404
    row = record_row(found.kind, found.record_id)
    form = MistakeDecision(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _settled(request, found, form)
        except (WrongState, InvalidRecord) as stuck:
            form.add_error(None, str(stuck))
    name = field_of(found)
    context = {
        "mistake": found,
        "row": row,
        "parts": _parts(found),
        "form": form,
        "one_text": label_of(found.kind, name) if name else "",
        "before": getattr(row, name, "") if name and row is not None else "",
        "sections": _sections(found),
        "waits": found.state == Mistake.State.WAITING,
        "publishes": person.holds("keeper"),
    }
    return render(request, "directory/keep/mistake.html", context)


def _sections(found: Mistake) -> list[tuple[str, str]]:
    """Where in the record each part is changed: its words and the address."""
    pages = SECTION_OF[RecordKind(found.kind)]
    return [
        (str(PARTS[part]), reverse("directory-keep-section", args=[found.kind, found.record_id, pages.get(part, "about")]))
        for part in found.parts
        if part not in ("ended", "other") and part in PARTS
    ]


def _settled(request: HttpRequest, found: Mistake, form: MistakeDecision) -> HttpResponse:
    told, now = form.cleaned_data, timezone.now()
    if told["do"] == "take":
        take_over(found, now=now)
        keeper = current_person().holds("keeper")
        messages.success(request, _("Published. Readers see it now.") if keeper else _("Sent. A keeper will look at it."))
    else:
        settle_mistake(found, fixed=told["do"] == "fixed", answer=told["answer"], now=now)
        messages.success(request, _("Done. Whoever told us can read it."))
    return redirect("directory-keep-told")
