"""Suggesting what nobody had listed: one question a page, no account, no cookie but the form's own; and from a paper form.

Nothing is kept between the pages: each carries the answers before it, and everything is checked again when it is sent.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from trellis.apps.directory.actions import InvalidRecord, SuggestionRecord, key_in, leave_suggestion, publish_suggestion, suggest
from trellis.apps.directory.forms.suggesting import STEPS, PaperForm, SuggestionDecision
from trellis.apps.directory.models import Organization, Suggestion
from trellis.apps.directory.models.vocabulary import OrganizationKind, Visibility
from trellis.apps.directory.queries import alike
from trellis.apps.directory.rules import may_key_in
from trellis.apps.directory.views.gate import for_keepers
from trellis.apps.directory.views.limits import too_many
from trellis.core.actions import Refused, WrongState, current_person, once
from trellis.core.ui.parts import Answer
from trellis.core.ui.views import refused
from trellis.kernels.text import ALPHABET, human_code

MOST_AN_HOUR = 12
_OWN = {"csrfmiddlewaretoken", "step", "go"}
_ORDER = list(STEPS)


def suggest_page(request: HttpRequest) -> HttpResponse:
    """The questions, the ones that are alike, the check, the end."""
    if request.method != "POST":
        return _question(request, "name", STEPS["name"](), form_key=str(uuid.uuid4()))
    step, go = request.POST.get("step", "name"), request.POST.get("go", "")
    if step == "check":
        return _question(request, go, STEPS[go](initial=_plain(request))) if go in STEPS else _send(request)
    if step == "alike":
        return _next(request, "where" if request.POST.get("place_asked") else "name", was_shown=True)
    if step not in STEPS:
        step = "name"
    form = STEPS[step](request.POST)
    if not form.is_valid():
        return _question(request, step, form)
    return _next(request, step)


def _next(request: HttpRequest, step: str, *, was_shown: bool = False) -> HttpResponse:
    """After an answer: those that are alike and were not shown yet, then the next question, or the check once all was asked."""
    if step in ("name", "where") and not was_shown:
        told = request.POST
        found = alike.alike(told.get("name", "")[:255], town=told.get("town", "")[:120], postal_code=told.get("postal_code", "")[:20])
        shown = set(told.getlist("seen"))
        fresh = [each for each in found if str(each.pk) not in shown]
        if fresh:
            kept = _kept(request) + [("seen", str(each.pk)) for each in fresh] + ([("place_asked", "1")] if step == "where" else [])
            return render(request, "directory/suggest/alike.html", {"found": fresh, "kept": kept})
    after = _ORDER.index(step) + 1
    if request.POST.get("checked") or after == len(_ORDER):
        return _check(request)
    return _question(request, _ORDER[after], STEPS[_ORDER[after]](initial=_plain(request)))


def _question(request: HttpRequest, step: str, form, *, form_key: str = "") -> HttpResponse:
    own = set(form.fields)
    kept = [pair for pair in _kept(request) if pair[0] not in own]
    if form_key:
        kept.append(("form_key", form_key))
    number = _ORDER.index(step) + 1
    context = {"form": form, "step": step, "kept": kept, "number": number, "total": len(_ORDER), "single": len(own) == 1}
    return render(request, "directory/suggest/question.html", context)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The answers of the pages before, to be carried on; none is longer than any field may be."""
    known = {"form_key", "checked", "seen", "place_asked"} | {name for form in STEPS.values() for name in form.base_fields}
    return [(name, value[:4000]) for name, values in request.POST.lists() if name in known - _OWN for value in values[:30]]


def _plain(request: HttpRequest) -> dict:
    """What was answered before, for a question that is shown again."""
    told = {name: request.POST.get(name) for form in STEPS.values() for name in form.base_fields if name in request.POST}
    return told | ({"weekdays": request.POST.getlist("weekdays")} if "weekdays" in request.POST else {})


def _forms(request: HttpRequest):
    """Every question with its answers; the first that does not hold, or None."""
    forms = {step: form(request.POST) for step, form in STEPS.items()}
    wrong = next((step for step, form in forms.items() if not form.is_valid()), None)
    return forms, wrong


def _check(request: HttpRequest) -> HttpResponse:
    forms, wrong = _forms(request)
    if wrong is not None:
        return _question(request, wrong, forms[wrong])
    told = {name: value for form in forms.values() for name, value in form.cleaned_data.items()}
    kept = [pair for pair in _kept(request) if pair[0] != "checked"] + [("checked", "1")]
    return render(request, "directory/suggest/check.html", {"rows": _rows(told), "kept": kept})


def _rows(told: dict) -> list[tuple[str, str, str]]:
    """What was told, in words: the question's page, the label, the answer."""
    where = ", ".join(filter(None, [told["place"], told["town"], told["postal_code"]]))
    reach = "\n".join(filter(None, [told["phone"], told["email"], told["website"]]))
    nothing = _("Not said")
    return [
        ("name", _("What it is called"), told["name"]),
        ("what", _("What it is"), "\n".join(filter(None, [str(OrganizationKind(told["sort"]).label), told["about"]]))),
        ("where", _("Where it is"), where or nothing),
        ("when", _("When it is"), when_words(told) or nothing),
        ("reach", _("How to get in touch"), reach or nothing),
        ("reach", _("Who may see that"), str(Visibility(told["reach_visibility"]).label)),
        ("who", _("Where we answer you"), told["teller"] or nothing),
    ]


def when_words(told: dict) -> str:
    """Days, times and the rest on one line each."""
    days = ", ".join(str(WEEKDAYS[int(day)]) for day in told["weekdays"])
    hours = "–".join(filter(None, [told["opens_at"], told["closes_at"]]))
    return "\n".join(filter(None, [" ".join(filter(None, [days, hours])), told["when_note"]]))


def _record(told: dict) -> SuggestionRecord:
    plain = {name: told[name] for name in SuggestionRecord.__dataclass_fields__ if name in told}
    return SuggestionRecord(**plain | {"weekdays": sorted(int(day) for day in told["weekdays"])})


def _send(request: HttpRequest) -> HttpResponse:
    forms, wrong = _forms(request)
    if wrong is not None:
        return _question(request, wrong, forms[wrong])
    now = timezone.now()
    told = _record({name: value for form in forms.values() for name, value in form.cleaned_data.items()})
    if too_many(request, "suggest", most=MOST_AN_HOUR):
        kept = _kept(request)
        return render(request, "directory/suggest/wait.html", {"kept": kept}, status=429)
    try:
        key, _fresh = once(_key(request), scope="directory.suggest", now=now, do=lambda: str(suggest(told=told, now=now).pk))
    except InvalidRecord as invalid:
        form = forms["name"]
        form.add_error(None, "; ".join(str(problem.reason) for problem in invalid.problems))
        return _question(request, "name", form)
    made = Suggestion.objects.filter(pk=key).first()
    return render(request, "directory/suggest/done.html", {"code": made.code if made else "", "told": made})


def _key(request: HttpRequest) -> uuid.UUID:
    """The form's key; a form without one counts as new each time."""
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()


def paper(request: HttpRequest) -> HttpResponse:
    """A form to print and fill in with a pen. Each sheet has a number of its own, so that none is typed in twice."""
    sheet = human_code(secrets.randbelow(len(ALPHABET) ** 6))
    return render(request, "directory/suggest/paper.html", {"sheet": sheet, "days": WEEKDAYS.values(), "now": timezone.now()})


def for_organizers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Organizers and keepers come in; others are asked to sign in, or told why not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        verdict = may_key_in(current_person(), None)
        if not verdict:
            if current_person() is None:
                return redirect(f"{reverse('account_login')}?next={request.path}")
            return refused(request, str(verdict.reason))
        try:
            response = view(request, *args, **kwargs)
        except Refused as refusal:
            return refused(request, str(refusal.reason))
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return guarded


@for_organizers
def key_in_page(request: HttpRequest) -> HttpResponse:
    """Type in what came on paper, on one page; those that are alike are shown before it is kept."""
    form = PaperForm(request.POST if request.method == "POST" else None, initial={"form_key": uuid.uuid4()})
    found: list[Organization] = []
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        if not request.POST.get("looked"):
            found = alike.alike(told["name"], town=told["town"], postal_code=told["postal_code"])
        if not found:
            scope = f"directory.key_in:{current_person().pk}"
            try:
                key, _fresh = once(
                    told["form_key"], scope=scope, now=now, do=lambda: str(key_in(told=_record(told), sheet=told["sheet"], now=now).pk)
                )
            except InvalidRecord as invalid:
                for problem in invalid.problems:
                    form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
            else:
                code = Suggestion.objects.get(pk=key).code
                messages.success(request, _("Kept. Write this code on the slip that they take home: %(code)s") % {"code": code})
                return redirect("directory-keep-paper")
    return render(request, "directory/keep/paper.html", {"form": form, "found": found})


@for_keepers
def suggestion(request: HttpRequest, suggestion_id: uuid.UUID) -> HttpResponse:
    """One suggestion, those listed already that are alike, and the decision."""
    person = current_person()
    found = Suggestion.objects.select_related("keyed_by").filter(pk=suggestion_id).first()
    if found is None or not found.is_visible_to(person):
        raise Http404
    form = SuggestionDecision(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _decided(request, found, form)
        except (WrongState, InvalidRecord) as stuck:
            form.add_error(None, str(stuck))
    waits = found.state == Suggestion.State.WAITING
    context = {
        "suggestion": found,
        "answers": _answers(found),
        "form": form,
        "alike": alike.alike(found.name, town=found.town, postal_code=found.postal_code) if waits else [],
        "waits": waits,
    }
    return render(request, "directory/keep/suggestion.html", context)


def _answers(found: Suggestion) -> list[Answer]:
    told = {name: getattr(found, name) for name in ("name", "sort", "about", "place", "town", "postal_code", "weekdays", "opens_at")}
    told |= {name: getattr(found, name) for name in ("closes_at", "when_note", "reach_visibility", "teller")}
    told |= {name: found.reach.get(name, "") for name in ("phone", "email", "website")}
    return [Answer(label=label, value=value) for _step, label, value in _rows(told)]


def _decided(request: HttpRequest, found: Suggestion, form: SuggestionDecision) -> HttpResponse:
    told, now = form.cleaned_data, timezone.now()
    if told["do"] == "publish":
        made = publish_suggestion(found, answer=told["answer"], now=now)
        messages.success(request, _("Published. Ask the group to claim it or to confirm it."))
        return redirect("directory-keep-record", "organization", made.pk)
    listed = Organization.objects.filter(pk=told["listed_as"]).first() if told["do"] == "listed" else None
    if told["do"] == "listed" and listed is None:
        raise Http404
    leave_suggestion(found, answer=told["answer"], listed_as=listed, now=now)
    messages.success(request, _("Done. Whoever suggested it can read why."))
    return redirect("directory-keep-told")
