"""The desk of those who keep the directory: what waits, what grew old, what to edit."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.actions import (
    InvalidRecord,
    approve_change,
    close_for_now,
    confirm_record,
    reject_change,
    reopen,
    retire_record,
    withdraw_change,
)
from trellis.apps.directory.forms.deciding import CloseForm, ConfirmForm, DecideForm
from trellis.apps.directory.models import Organization, RecordKind, Service
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.directory.queries import keeping
from trellis.apps.directory.queries.mistakes import n_told
from trellis.apps.directory.views.comparing import differences
from trellis.apps.directory.views.gate import editable_or_404, for_keepers
from trellis.core.actions import WrongState, current_person, once
from trellis.core.ui.parts import Link


@for_keepers
def desk(request: HttpRequest) -> HttpResponse:
    """What there is to do, most pressing first."""
    person = current_person()
    today = timezone.localdate()
    due = keeping.due_for_confirming(person, today=today)
    return render(
        request,
        "directory/keep/desk.html",
        {
            "n_waiting": keeping.waiting_for_review(person).count(),
            "n_told": n_told(person),
            "due": due[:10],
            "n_due": due.count(),
            "organizations": keeping.editable_by(person, RecordKind.ORGANIZATION).order_by("name")[:20],
            "is_keeper": person.holds("keeper"),
            "is_steward": person.holds("steward"),
        },
    )


@for_keepers
def records(request: HttpRequest, kind: str) -> HttpResponse:
    """All records of a kind that the person may edit, found by name."""
    if kind not in RecordKind.values:
        raise Http404
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    rows = keeping.named_like(keeping.editable_by(current_person(), RecordKind(kind)), words)
    if kind != RecordKind.ORGANIZATION:
        rows = rows.select_related("organization")
    tabs = [Link(label=str(label), url=f"../{value}/", current=value == kind) for value, label in RecordKind.choices]
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "directory/keep/records.html", {"page": page, "kind": kind, "q": words, "tabs": tabs})


@for_keepers
def waiting(request: HttpRequest) -> HttpResponse:
    """Changes that wait for review, oldest first."""
    page = Paginator(keeping.waiting_for_review(current_person()), 30).get_page(request.GET.get("page"))
    names = keeping.names_of(page.object_list)
    rows = [(each, names[each.pk]) for each in page.object_list]
    return render(request, "directory/keep/waiting.html", {"page": page, "rows": rows})


@for_keepers
def revision(request: HttpRequest, revision_id: uuid.UUID) -> HttpResponse:
    """One change, before and after, with the decision."""
    person = current_person()
    found = keeping.revisions_visible_to(person).filter(pk=revision_id).first()
    if found is None:
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decided(request, found, form)
    context = {
        "revision": found,
        "name": keeping.names_of([found])[found.pk],
        "differences": differences(found.kind, found.before, found.content, found.changed),
        "form": form,
        "decide": approve_change.verdict(person, found),
        "withdraw": withdraw_change.verdict(person, found),
    }
    return render(request, "directory/keep/revision.html", context)


def _decided(request: HttpRequest, found, form: DecideForm) -> HttpResponse:
    now, reason = timezone.now(), form.cleaned_data["reason"]
    try:
        match form.cleaned_data["decision"]:
            case "approve":
                approve_change(found, reason=reason, now=now)
                messages.success(request, _("Published."))
            case "reject":
                reject_change(found, reason=reason, now=now)
                messages.success(request, _("Not published. The person can read why."))
            case "withdraw":
                withdraw_change(found, now=now)
                messages.success(request, _("Taken back."))
    except (WrongState, InvalidRecord) as stuck:
        messages.error(request, str(stuck))
        return redirect("directory-keep-revision", found.pk)
    return redirect("directory-keep-waiting")


@for_keepers
def history(request: HttpRequest, kind: str, record_id: uuid.UUID) -> HttpResponse:
    """Every version of a record, newest first."""
    row = editable_or_404(kind, record_id)
    revisions = keeping.history_of(RecordKind(kind), record_id, current_person())
    page = Paginator(revisions, 20).get_page(request.GET.get("page"))
    versions = [(each, differences(kind, each.before, each.content, each.changed if not each.is_new else [])) for each in page]
    return render(request, "directory/keep/history.html", {"row": row, "kind": kind, "versions": versions, "page": page})


@for_keepers
def confirm(request: HttpRequest, kind: str, record_id: uuid.UUID) -> HttpResponse:
    """Still right? One press, and by whom."""
    row = editable_or_404(kind, record_id)
    organization = row if isinstance(row, Organization) else row.organization
    form = ConfirmForm(request.POST or None, initial={"by": organization.name if organization else ""})
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        scope = f"directory.record.confirm:{current_person().pk}:{record_id}"
        once(told["form_key"], scope=scope, now=now, do=lambda: confirm_record(row, by=told["by"], now=now))
        messages.success(request, _("Thank you. Readers now see that it was confirmed today."))
        return redirect("directory-keep-record", kind, record_id)
    return render(request, "directory/keep/confirm.html", {"row": row, "kind": kind, "form": form})


@for_keepers
def status(request: HttpRequest, record_id: uuid.UUID, kind: str = "service") -> HttpResponse:
    """Running, closed for now, or ended."""
    row = editable_or_404(kind, record_id)
    form = CloseForm(request.POST or None, statuses=_statuses(row))
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        try:
            if told["status"] == Status.TEMPORARILY_CLOSED:
                close_for_now(row, until=told["until"], reason=told["reason"], now=now)
            elif told["status"] == Status.ACTIVE:
                reopen(row, now=now)
            else:
                retire_record(row, now=now)
        except InvalidRecord as invalid:
            for problem in invalid.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
        except WrongState as stuck:
            form.add_error("status", str(stuck.reason))
        else:
            messages.success(request, _("Saved. Readers see it at once."))
            return redirect("directory-keep-record", kind, record_id)
    return render(request, "directory/keep/status.html", {"row": row, "kind": kind, "form": form})


def _statuses(row) -> list[tuple[str, str]]:
    if row.status == Status.ACTIVE:
        choices = [(Status.TEMPORARILY_CLOSED, _("Closed for now"))] if isinstance(row, Service) else []
        return [*choices, (Status.INACTIVE, _("It has ended"))]
    return [(Status.ACTIVE, _("It is running again"))]
