"""Pairs that may be one: the list, the two side by side, the decision and its undoing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.actions import InvalidRecord, approve_merge, propose_merge, reject_merge, say_not_the_same, undo_merge
from trellis.apps.directory.actions.merging import KINDS, fields_to_choose
from trellis.apps.directory.forms.upkeep import MergeForm, ReasonForm
from trellis.apps.directory.models import MergeProposal, RecordKind
from trellis.apps.directory.models.records import to_plain
from trellis.apps.directory.queries import alike, keeping
from trellis.apps.directory.queries.asking import record_row
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.rules import may_edit
from trellis.apps.directory.views.comparing import differences
from trellis.apps.directory.views.gate import for_keepers
from trellis.core.actions import Refused, WrongState, current_person
from trellis.core.ui.parts import Link


@dataclass(frozen=True)
class Choice:
    """A field in which two records differ, in words."""

    name: str
    label: str
    before: str
    after: str


@for_keepers
def pairs(request: HttpRequest) -> HttpResponse:
    """Organizations, or services, that may be listed twice, the likeliest first, and what was decided lately."""
    person = current_person()
    if not person.holds("keeper"):
        raise Refused(_("Only the keepers of the whole directory look for what is listed twice."))
    kind = RecordKind.SERVICE if request.GET.get("kind") == RecordKind.SERVICE else RecordKind.ORGANIZATION
    proposals = list(MergeProposal.objects.filter(kind=kind).order_by("-proposed_at")[:10])
    rows = keeping.MODELS[kind].objects.in_bulk([each.drop_id for each in proposals])
    labels = ((RecordKind.ORGANIZATION, _("Organizations")), (RecordKind.SERVICE, _("What they offer")))
    context = {
        "pairs": alike.pairs(kind),
        "proposals": [(each, rows.get(each.drop_id)) for each in proposals],
        "tabs": [Link(label=label, url=f"?kind={value}", current=value == kind) for value, label in labels],
    }
    return render(request, "directory/keep/pairs.html", context)


@for_keepers
def compare(request: HttpRequest, kind: str, first_id: uuid.UUID, second_id: uuid.UUID) -> HttpResponse:
    """Two records side by side: propose to make them one, or say that they are two."""
    person = current_person()
    if kind not in KINDS:
        raise Http404
    pair = alike.pair_of(RecordKind(kind), first_id, second_id)
    if pair is None or not (may_edit(person, pair.first) or may_edit(person, pair.second)):
        raise Http404
    rows = [record_row(kind, first_id), record_row(kind, second_id)]
    choices = _choices(kind, *rows)
    form = MergeForm(request.POST if request.method == "POST" and "keep" in request.POST else None, rows=rows, differences=choices)
    try:
        if request.method == "POST" and request.POST.get("do") == "apart":
            if not alike.are_apart(first_id, second_id):
                say_not_the_same(rows[0], other_id=rows[1].pk, now=timezone.now())
            messages.success(request, _("Remembered: these are two. Nobody will be asked again."))
            return redirect("directory-keep-pairs")
        if request.method == "POST" and form.is_valid():
            keep, drop = rows if form.cleaned_data["keep"] == "first" else rows[::-1]
            made = propose_merge(
                keep, drop_id=drop.pk, from_dropped=form.from_dropped(), reason=form.cleaned_data["reason"], now=timezone.now()
            )
            messages.success(request, _("Proposed. Another keeper will look at it."))
            return redirect("directory-keep-merge", made.pk)
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
        return redirect("directory-keep-compare", kind, first_id, second_id)
    return render(request, "directory/keep/compare.html", {"pair": pair, "form": form, "kind": kind, "is_keeper": person.holds("keeper")})


def _choices(kind: str, first, second) -> list[Choice]:
    before, after = to_plain(record_of(first)), to_plain(record_of(second))
    names = fields_to_choose(first, second)
    shown = differences(kind, before, after, names)
    return [Choice(name, each.label, each.before, each.after) for name, each in zip(names, shown, strict=True)]


@for_keepers
def merge(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """One proposal: why, what would change, the decision; and the way back."""
    person = current_person()
    found = MergeProposal.objects.select_related("proposed_by", "decided_by").filter(pk=proposal_id).first()
    if found is None or not found.is_visible_to(person):
        raise Http404
    keep, drop = record_row(found.kind, found.keep_id), record_row(found.kind, found.drop_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        try:
            match told["do"]:
                case "approve":
                    approve_merge(found, now=now)
                    messages.success(request, _("They are one now. The old address leads to the record that stays."))
                case "reject":
                    reject_merge(found, reason=told["reason"], now=now)
                    messages.success(request, _("They stay two, and nobody will be asked again."))
                case "undo":
                    undo_merge(found, now=now)
                    messages.success(request, _("They are two again."))
                case _:
                    raise Http404
            return redirect("directory-keep-merge", found.pk)
        except (WrongState, InvalidRecord) as stuck:
            form.add_error(None, str(stuck))
    context = {
        "proposal": found,
        "keep": keep,
        "drop": drop,
        "form": form,
        "differences": _taken(found, keep, drop),
        "decide": approve_merge.verdict(person, found),
        "undo": undo_merge.verdict(person, found),
    }
    return render(request, "directory/keep/merge.html", context)


def _taken(found: MergeProposal, keep, drop) -> list:
    if keep is None or drop is None or found.state != MergeProposal.State.PROPOSED:
        return []
    return differences(found.kind, to_plain(record_of(keep)), to_plain(record_of(drop)), found.from_dropped)
