"""Telling a worry: one question on a page, nothing kept until it is sent.

The answers travel from page to page inside the form, so that nothing lies in a session, in an address or on the server
before the person says "send". The last page is the answer to that form and not a redirect, because it shows the receipt
once; sending the form again shows the same.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.people.actions import report_worry
from trellis.apps.people.forms.worries import DangerForm, ReadersForm, ReplyForm, WordsForm
from trellis.apps.people.models import Reply
from trellis.apps.people.models.worries import receipt_for
from trellis.apps.people.queries.oncall import guardians, watch_at
from trellis.apps.people.queries.worries import LONGEST_ABOUT, local_path, reported
from trellis.core.actions import acting, current_person, once
from trellis.core.rates import Rate, browser_key
from trellis.core.signposts import signposts
from trellis.core.ui.forms import IdempotentForm
from trellis.core.ui.parts import Answer
from trellis.core.ui.views import sensitive_page

TELLING = Rate("worry-tell", most=30, seconds=3600)
STEPS = ("danger", "words", "readers", "reply")
FIELDS = {"danger": ("danger",), "words": ("words",), "readers": ("keep_out",), "reply": ("reply", "contact")}


@sensitive_page
def new(request: HttpRequest) -> HttpResponse:
    """The question whose turn it is, the answers to check, or what happens now."""
    # With somebody typing for them, people are nobody here: who was worried is theirs to tell.
    person = None if getattr(request, "standing_in", None) is not None else current_person()
    asking = Asking(request, person)
    if request.method != "POST":
        return asking.page("danger")
    step, go = request.POST.get("step", ""), request.POST.get("go", "on")
    if go in asking.steps:
        return asking.page(go)
    if step == "check" and go == "send":
        return _send(request, asking)
    if step not in asking.steps:
        return asking.page("danger")
    if not asking.form(step, checked=True).is_valid():
        return asking.page(step, checked=True)
    coming = asking.steps[asking.steps.index(step) + 1 :]
    return asking.page(next(iter(coming), "check"))


class Asking:
    """The questions, with the answers given so far."""

    def __init__(self, request: HttpRequest, person):
        self.request = request
        self.person = person
        self.told = request.POST if request.method == "POST" else request.GET
        self.readers = [(str(each.pk), each.display_name or _("A guardian who has given no name")) for each in guardians()]
        self.steps = [step for step in STEPS if step != "readers" or self.readers]
        self.about = self.told.get("about", "")[:LONGEST_ABOUT]
        self.at = local_path(self.told.get("at", ""))
        self.key = IdempotentForm({"form_key": self.told.get("form_key", "")})

    @property
    def form_key(self) -> uuid.UUID:
        """The key of this form: the one that came with it, or a new one."""
        return self.key.cleaned_data["form_key"] if self.key.is_valid() else uuid.uuid4()

    def form(self, step: str, *, checked: bool = False):
        """The form of a step with what was answered before; its errors only when `checked`."""
        kind = {"danger": DangerForm, "words": WordsForm, "readers": ReadersForm, "reply": ReplyForm}[step]
        more = {"readers": {"people": self.readers}, "reply": {"signed_in": self.person is not None}}.get(step, {})
        if checked:
            return kind(self.told, **more)
        return kind(initial={name: self._answer(name) for name in FIELDS[step] if name in self.told}, **more)

    def _answer(self, name: str):
        return self.told.getlist(name) if name == "keep_out" else self.told[name]

    def page(self, step: str, *, checked: bool = False) -> HttpResponse:
        """One question, or the answers to check."""
        now = timezone.now()
        context = {
            "step": step,
            "carried": self._carried(step),
            "thing": reported(self.about, self.person),
            "before": self._before(step),
            "watch": watch_at(now),
        }
        if step == "check":
            return render(self.request, "people/worry/check.html", {**context, "answers": self._answers()})
        if step == "danger":
            context["signposts"] = signposts()
        return render(self.request, "people/worry/step.html", {**context, "form": self.form(step, checked=checked)})

    def _before(self, step: str) -> str:
        order = [*self.steps, "check"]
        return order[order.index(step) - 1] if order.index(step) else ""

    def _carried(self, step: str) -> list[tuple[str, str]]:
        """Everything told so far that this page does not ask for, to travel along."""
        names = [name for each in STEPS if each != step for name in FIELDS[each]]
        told = [(name, value) for name in names for value in self.told.getlist(name)]
        return [("about", self.about), ("at", self.at), ("form_key", str(self.form_key)), *told]

    def _answers(self) -> list[tuple[str, Answer]]:
        labels = {"contact": _("How to reach you")}
        found = []
        for step in self.steps:
            form = self.form(step, checked=True)
            form.is_valid()
            for name in FIELDS[step]:
                field, told = form.fields[name], form.cleaned_data.get(name, "")
                choices = {str(code): str(label) for code, label in getattr(field, "choices", ())}
                if isinstance(told, list):
                    words = ", ".join(choices[each] for each in told) or _("Nobody")
                else:
                    words = choices.get(str(told), str(told))
                if words:
                    found.append((step, Answer(label=labels.get(name, str(field.label)), value=words)))
        return found


def _send(request: HttpRequest, asking: Asking) -> HttpResponse:
    told: dict = {}
    for step in asking.steps:
        form = asking.form(step, checked=True)
        if not form.is_valid():
            return asking.page(step, checked=True)
        told |= form.cleaned_data
    if not asking.key.is_valid():
        return asking.page("check")
    browser = browser_key(request)
    if TELLING.is_used_up(browser):
        return render(request, "people/worry/too_many.html", {"signposts": signposts()}, status=429)
    TELLING.note(browser)
    now, key, here = timezone.now(), asking.key.cleaned_data["form_key"], told["reply"] == Reply.HERE
    thing = reported(asking.about, asking.person)
    kept_out = {uuid.UUID(each) for each in told.get("keep_out", ())} | set(thing.people)
    receipt = receipt_for(key) if told["reply"] == Reply.RECEIPT else ""

    def do() -> str:
        return report_worry(
            words=told["words"],
            danger=told["danger"],
            reply=told["reply"],
            contact=told["contact"],
            about=asking.about or asking.at,
            evidence={"title": thing.title, "text": thing.text, "path": asking.at},
            receipt=receipt,
            kept_out=kept_out,
            language=get_language() or "en",
            now=now,
        )

    # Whoever does not ask to be answered here is nobody, in the log too.
    with acting(asking.person if here else None):
        once(key, scope="people.worry.tell", now=now, do=do)
    out = kept_out | ({asking.person.pk} if here and asking.person is not None else set())
    context = {
        "receipt": " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4)),
        "reply": told["reply"],
        "danger": told["danger"],
        "watch": watch_at(now, without=out),
        "n_readers": guardians(without=out).count(),
        # A number would tell whether whoever wrote it, under a name of their choice, is one of the guardians.
        "is_about_somebody": bool(thing.people),
        "signposts": signposts(),
    }
    return render(request, "people/worry/sent.html", context)
