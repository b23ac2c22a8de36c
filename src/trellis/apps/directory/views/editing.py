"""Editing a record, one short page at a time: answer, check the answers, send."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.actions import (
    InvalidRecord,
    add_record,
    change_record,
    propose_change,
    propose_new,
)
from trellis.apps.directory.forms.sections import SECTIONS
from trellis.apps.directory.models import Organization, RecordKind
from trellis.apps.directory.models.records import (
    LocationRecord,
    OrganizationRecord,
    ServiceRecord,
    SpaceRecord,
    changed_fields,
    to_plain,
)
from trellis.apps.directory.queries import keeping
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.views.comparing import differences, in_words, label_of, names_in
from trellis.apps.directory.views.editors import NewSpaceEditor, PlainEditor, editor_of, row_parts
from trellis.apps.directory.views.gate import editable_or_404, for_keepers
from trellis.apps.directory.views.origin_words import origin_of
from trellis.core.actions import current_person, once
from trellis.core.ui.parts import Answer

_NEW = {
    "organization": OrganizationRecord,
    "service": ServiceRecord,
    "location": LocationRecord,
    "space": SpaceRecord,
}


@dataclass(frozen=True)
class Part:
    """A part of a record that is edited on a page of its own."""

    code: str
    title: str
    answers: list[Answer]
    text: str = ""


@for_keepers
def record(request: HttpRequest, kind: str, record_id: uuid.UUID) -> HttpResponse:
    """A record in its parts, each with a link to change it."""
    row = editable_or_404(kind, record_id)
    whole = record_of(row)
    waiting = keeping.history_of(RecordKind(kind), record_id, current_person()).filter(state="proposed")
    context = {
        "row": row,
        "kind": kind,
        "parts": _parts(kind, whole),
        "waiting": waiting,
        "public_url": f"/{kind}/{record_id}",
        "organization": row if isinstance(row, Organization) else row.organization,
        "belongings": keeping.belongings_of(row) if isinstance(row, Organization) else [],
    }
    return render(request, "directory/keep/record.html", context)


def _parts(kind: str, whole: Any) -> list[Part]:
    plain = to_plain(whole)
    parts = []
    for section in SECTIONS[kind]:
        names = [name for name in section.base_fields if hasattr(whole, name)]
        answers = [Answer(label=label_of(kind, name), value=in_words(name, plain.get(name))) for name in names]
        parts.append(Part(section.code, str(section.title), [each for each in answers if each.value]))
    names = names_in(plain.get("places", []))
    for code, title, target, name in row_parts(kind, whole):
        parts.append(Part(code, title, [], in_words(name, to_plain(getattr(target, name)), names)))
    return parts


@for_keepers
def section(request: HttpRequest, kind: str, record_id: uuid.UUID, code: str) -> HttpResponse:
    """One part: the form, then the check, then the sending."""
    row = editable_or_404(kind, record_id)
    before = record_of(row)
    editor = editor_of(request, kind, code, before)
    if editor is None:
        raise Http404
    base = _digest(before)
    if request.method == "POST" and request.POST.get("step") != "more" and editor.is_valid():
        if request.POST.get("base") != base:
            editor.complain(_("Somebody changed this while you were writing. Your answers are below: compare, then send again."))
        elif request.POST.get("step") == "send":
            return _send(request, kind, row, editor)
        elif request.POST.get("step") == "check":
            return _check(request, kind, row, before, editor, base)
    context = {"row": row, "kind": kind, "editor": editor, "base": base, "form": editor.main, "code": code}
    return render(request, "directory/keep/section.html", context)


def _check(request: HttpRequest, kind: str, row, before, editor, base: str) -> HttpResponse:
    plain, after = to_plain(before), to_plain(editor.changed())
    context = {
        "row": row,
        "kind": kind,
        "differences": differences(kind, plain, after, changed_fields(plain, after)),
        "answers": [(name, value) for name, values in request.POST.lists() for value in values if name not in _OWN],
        "base": base,
        "form_key": uuid.uuid4(),
        "publishes": current_person().holds("keeper"),
        "origin": origin_of(row),
    }
    return render(request, "directory/keep/check.html", context)


_OWN = {"step", "csrfmiddlewaretoken", "base", "form_key", "note"}


def _send(request: HttpRequest, kind: str, row, editor) -> HttpResponse:
    person, now = current_person(), timezone.now()
    save = change_record if person.holds("keeper") else propose_change
    note = request.POST.get("note", "")[:1000]

    def do() -> str:
        return str(save(row, record=editor.changed(), note=note, now=now).pk)

    try:
        once(_form_key(request), scope=f"directory.edit:{person.pk}:{row.pk}", now=now, do=do)
    except InvalidRecord as invalid:
        editor.complain("; ".join(problem.reason for problem in invalid.problems))
        context = {"row": row, "kind": kind, "editor": editor, "base": request.POST.get("base"), "form": editor.main}
        return render(request, "directory/keep/section.html", context)
    if save is change_record:
        messages.success(request, _("Published. Readers see it now."))
    else:
        messages.success(request, _("Sent. A keeper will look at it; until then readers see the version before."))
    return redirect("directory-keep-record", kind, row.pk)


@for_keepers
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new record: its first part; the others follow once it is there."""
    if kind not in RecordKind.values:
        raise Http404
    person = current_person()
    organization = None
    if request.GET.get("organization"):
        organization = editable_or_404("organization", _uuid(request.GET["organization"]))
    if organization is None and (kind != "organization" or not person.holds("keeper")):
        raise Http404
    empty = _NEW[kind]()
    if organization is not None and kind != "organization":
        empty.organization_key = str(organization.pk)
    if kind == "space":
        editor = NewSpaceEditor(request, empty, organization)
    else:
        editor = PlainEditor(request, SECTIONS[kind][0], empty)
    if request.method == "POST" and editor.is_valid():
        done = _add(request, kind, editor, organization)
        if done is not None:
            return done
    context = {"kind": kind, "editor": editor, "form": editor.main, "organization": organization, "form_key": uuid.uuid4()}
    return render(request, "directory/keep/new.html", context)


def _add(request: HttpRequest, kind: str, editor, organization) -> HttpResponse | None:
    person, now = current_person(), timezone.now()

    def do() -> str:
        if person.holds("keeper"):
            return str(add_record(record=editor.changed(), now=now).pk)
        propose_new(organization, record=editor.changed(), now=now)
        return ""

    try:
        made, _fresh = once(_form_key(request), scope=f"directory.new:{person.pk}:{kind}", now=now, do=do)
    except InvalidRecord as invalid:
        editor.complain("; ".join(problem.reason for problem in invalid.problems))
        return None
    if made:
        messages.success(request, _("Added. Now fill in the other parts."))
        return redirect("directory-keep-record", kind, made)
    messages.success(request, _("Sent. A keeper will look at it."))
    return redirect("directory-keep")


def _digest(whole: Any) -> str:
    return hashlib.sha256(json.dumps(to_plain(whole), sort_keys=True).encode()).hexdigest()[:32]


def _form_key(request: HttpRequest) -> uuid.UUID:
    return _uuid(request.POST.get("form_key", ""))


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as missing:
        raise Http404 from missing
