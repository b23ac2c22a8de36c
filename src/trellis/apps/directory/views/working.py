"""The work list, where one press settles a record and the next follows; and how many people stale records may have misled."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from trellis.apps.directory.actions import (
    InvalidRecord,
    ask_by_link,
    close_for_now,
    confirm_record,
    put_back,
    reopen,
    retire_record,
    settle_mistake,
)
from trellis.apps.directory.forms.upkeep import WorkForm
from trellis.apps.directory.models import Contact, RecordKind
from trellis.apps.directory.queries import misled, worklist
from trellis.apps.directory.queries.freshness import running
from trellis.apps.directory.queries.mistakes import waiting_mistakes
from trellis.apps.directory.queries.simulating import table
from trellis.apps.directory.views.gate import editable_or_404, for_keepers
from trellis.core.actions import Refused, WrongState, current_person, once
from trellis.core.ui.words import here, when

MOST_LATER = 30


@for_keepers
def work(request: HttpRequest) -> HttpResponse:
    """The heaviest record with all that can be done about it in one press, and what comes after it."""
    person = current_person()
    later = _later(request)
    if request.method == "POST":
        return _do(request, later)
    now = timezone.now()
    found, total = worklist.work_for(person, today=here(now).date(), most=10, skip=frozenset(later))
    first = found[0] if found else None
    context = {
        "first": first,
        "others": found[1:],
        "total": total,
        "form_key": uuid.uuid4(),
        "later": _query([*later, first.row.pk]) if first else "",
        "stay": _query(later) if later else "",
        "is_keeper": person.holds("keeper"),
        "numbers": _numbers(first),
    }
    return render(request, "directory/keep/work.html", context)


def _later(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for text in request.GET.getlist("later")[-MOST_LATER:]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _query(later: list[uuid.UUID]) -> str:
    return urlencode([("later", str(each)) for each in later[-MOST_LATER:]])


def _numbers(first: worklist.Work | None) -> list[str]:
    """Numbers to ring: the record's own, else its organization's."""
    if first is None:
        return []
    organization = getattr(first.row, "organization", None)
    of_either = Q(**{first.kind: first.row}) | (Q(organization=organization) if organization else Q(pk=None))
    numbers = [(getattr(each, f"{first.kind}_id") is None, each.phone) for each in Contact.objects.filter(of_either) if each.phone]
    own = [phone for is_theirs, phone in numbers if not is_theirs]
    return own or [phone for _theirs, phone in numbers]


def _do(request: HttpRequest, later: list[uuid.UUID]) -> HttpResponse:
    form = WorkForm(request.POST)
    if not form.is_valid() or form.cleaned_data["kind"] not in RecordKind.values:
        raise Http404
    told, now = form.cleaned_data, timezone.now()
    row = editable_or_404(told["kind"], told["record"])
    words = {"name": str(row)}

    def do() -> str:
        match told["do"]:
            case "rung":
                confirm_record(row, by=_("a keeper who rang them"), now=now)
                _answer_reports(row, fixed=False, answer=_("A keeper asked: it is right as it stands."), now=now)
                return _("%(name)s: confirmed today.") % words
            case "seen":
                confirm_record(row, by=_("a keeper who was there"), now=now)
                _answer_reports(row, fixed=False, answer=_("A keeper looked: it is right as it stands."), now=now)
                return _("%(name)s: confirmed today.") % words
            case "close":
                close_for_now(row, now=now)
                return _("%(name)s: closed for now. Readers are told to ask before they go.") % words
            case "retire":
                retire_record(row, now=now)
                _answer_reports(row, fixed=True, answer=_("It has ended. The page says so now."), now=now)
                return _("%(name)s: it has ended. Its page stays and says so.") % words
            case "reopen":
                reopen(row, now=now)
                confirm_record(row, by=_("a keeper who rang them"), now=now)
                return _("%(name)s: it is running again, confirmed today.") % words
            case "put_back":
                put_back(row, now=now)
                return _("%(name)s: shown in search again.") % words
        return _("%(name)s: asked by letter, which goes %(day)s.") % {**words, "day": when(ask_by_link(row, now=now), now=now)}

    scope = f"directory.work:{current_person().pk}:{row.pk}"
    try:
        said, _fresh = once(told["form_key"], scope=scope, now=now, do=do)
        messages.success(request, said)
    except (WrongState, InvalidRecord) as stuck:
        messages.error(request, str(stuck))
    if told["do"] == "ask":
        later = [*later, row.pk]
    query = _query(later)
    return redirect(f"{request.path}?{query}" if query else request.path)


def _answer_reports(row, *, fixed: bool, answer: str, now) -> None:
    """What people told us of this record is settled by the same press, and they can read the answer."""
    for mistake in waiting_mistakes(current_person()).filter(record_id=row.pk):
        settle_mistake(mistake, fixed=fixed, answer=answer, now=now)


@for_keepers
def misled_page(request: HttpRequest) -> HttpResponse:
    """How many people stale records may have misled, in all and record by record, with the method and the range."""
    person = current_person()
    if not person.holds("keeper"):
        raise Refused(_("This part is for the keepers of the whole directory."))
    today = here(timezone.now()).date()
    rows = list(running(RecordKind.SERVICE))
    found = misled.estimates(rows, today=today)
    whole = sum(found.values(), misled.Estimate())
    heaviest = sorted(rows, key=lambda row: (-found[row.pk].high, row.name))[:20]
    context = {
        "whole": whole,
        "rows": [(row, found[row.pk]) for row in heaviest if found[row.pk].n_opened],
        "n_records": len(rows),
        "n_confirmed": sum(1 for row in rows if row.assured_on and (today - row.assured_on).days < 365),
        "table": table(len(rows)),
    }
    return render(request, "directory/keep/misled.html", context)
