"""A walk through several questions: one on each page, answers carried along in the form, checked before anything is sent.

Nothing is kept between the pages, neither in the database nor in the session: what somebody began to say and did not send is nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from trellis.core.ui.forms import Form, IdempotentForm
from trellis.core.ui.words import when

Told = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One page: its code, its form, and whether it is asked at all after what was said before."""

    code: str
    form: type[Form]
    applies: Callable[[Told], bool] = lambda told: True


@dataclass(frozen=True)
class Line:
    """One answer to check: the question, the answer in words, and the step on which it is changed."""

    label: str
    value: str
    code: str


class Walk:
    """Leads through `steps`; `finished` is true once all are answered and the person pressed Send.

    `initial` are answers from before, by step and field; `clean` may look at a step's form and add errors.
    """

    def __init__(
        self,
        request: HttpRequest,
        steps: Iterable[Step],
        *,
        initial: Mapping[str, Mapping[str, Any]] | None = None,
        clean: Callable[[str, Form], None] = lambda code, form: None,
    ):
        self.request, self.steps, self._clean = request, list(steps), clean
        self.data = request.POST if request.method == "POST" else _as_data(initial or {})
        self.told: Told = {}
        self.finished = False
        self._context: dict[str, Any] = {}
        self.form_key = None

    def respond(self, **context) -> HttpResponse | None:
        """The next page, or None when it is finished and `told` holds every answer."""
        self._context = context
        asked = self.request.POST
        if self.request.method != "POST":
            return self._ask(self.steps[0], context)
        here = next((step for step in self.steps if step.code == asked.get("at")), None)
        go = asked.get("go", "next")
        if go.startswith("change:"):
            target = next((step for step in self.steps if step.code == go.removeprefix("change:")), self.steps[0])
            return self._ask(target, context, returning=True)
        if go == "back" and here is not None:
            return self._ask(self._before(here), context)
        if here is not None and not self._is_valid(here):
            return self._ask(here, context, complain=True, returning="returning" in asked)
        missing = self._first_unanswered()
        if here is not None and "returning" not in asked:
            following = self._after(here)
            if following is not None:
                return self._ask(following, context)
        if missing is not None:
            return self._ask(missing, context, complain=go == "send")
        send = IdempotentForm(asked if go == "send" else None)
        if go == "send" and send.is_valid():
            self.finished, self.form_key = True, send.cleaned_data["form_key"]
            return None
        return self._check(send, context)

    def form(self, code: str) -> Form:
        """The answered form of a step, for what it found beside its answers."""
        return self._bound(next(step for step in self.steps if step.code == code))

    def again(self, reason: str) -> HttpResponse:
        """The page on which answers are checked, with the reason why they could not be taken. Nothing of them is lost."""
        send = IdempotentForm(self.request.POST)
        send.add_error(None, reason)
        return self._check(send, self._context)

    def _bound(self, step: Step) -> Form:
        form = step.form(self.data, prefix=step.code)
        if form.is_valid():
            self._clean(step.code, form)
        return form

    def _is_valid(self, step: Step) -> bool:
        return self._bound(step).is_valid()

    def _applying(self) -> list[Step]:
        """The steps that are asked, as far as what was said before them tells; fills `told`."""
        self.told, found = {}, []
        for step in self.steps:
            if step.applies(self.told):
                found.append(step)
                form = self._bound(step)
                if form.is_valid():
                    self.told[step.code] = form.cleaned_data
        return found

    def _first_unanswered(self) -> Step | None:
        return next((step for step in self._applying() if step.code not in self.told), None)

    def _after(self, here: Step) -> Step | None:
        later = self.steps[self.steps.index(here) + 1 :]
        applying = self._applying()
        return next((step for step in later if step in applying), None)

    def _before(self, here: Step) -> Step:
        applying = [step for step in self._applying() if self.steps.index(step) < self.steps.index(here)]
        return applying[-1] if applying else self.steps[0]

    def _ask(self, step: Step, context: dict, *, complain: bool = False, returning: bool = False) -> HttpResponse:
        bound = self._bound(step)
        form = bound if complain else step.form(initial=_values(bound), prefix=step.code)
        applying = self._applying()
        place = applying.index(step) + 1 if step in applying else 1
        context = {
            **context,
            "form": form,
            "at": step.code,
            "carried": self._carried(but=step),
            "returning": returning,
            "can_go_back": place > 1 and not returning,
            "place": place,
            "places": len(applying),
        }
        return render(self.request, "ui/walk/step.html", context)

    def _check(self, send: IdempotentForm, context: dict) -> HttpResponse:
        context = {**context, "form": send, "carried": self._carried(), "lines": self._lines()}
        return render(self.request, "ui/walk/check.html", context)

    def _carried(self, *, but: Step | None = None) -> list[tuple[str, str]]:
        names = [name for step in self.steps if step is not but for name in _names(step)]
        return [(name, value) for name in names for value in self.data.getlist(name)]

    def _lines(self) -> list[Line]:
        lines = []
        for step in self._applying():
            form = self._bound(step)
            for name, field in form.fields.items():
                value = form.cleaned_data.get(name)
                lines.append(Line(str(field.label), _in_words(field, value), step.code))
        return [line for line in lines if line.value]


def _names(step: Step) -> Iterable[str]:
    """What the boxes of a page are called; a date has three of them."""
    for name, field in step.form.base_fields.items():
        for part in getattr(field.widget, "widgets_names", [""]):
            yield f"{step.code}-{name}{part}"


def _in_words(field, value: Any) -> str:
    if isinstance(value, date):
        return when(value)
    if isinstance(value, bool):
        return _("Yes") if value else ""
    choices = {str(code): label for code, label in getattr(field, "choices", ())}
    if isinstance(value, list):
        return "\n".join(str(choices.get(str(each), each)) for each in value)
    return str(choices.get(str(value), "" if value is None else value))


def _values(bound: Form) -> dict[str, Any]:
    told = bound.cleaned_data if bound.is_valid() else {}
    return {name: told.get(name, bound[name].data) for name in bound.fields}


def _as_data(initial: Mapping[str, Mapping[str, Any]]) -> QueryDict:
    data = QueryDict(mutable=True)
    plain = MultiValueDict()
    for code, fields in initial.items():
        for name, value in fields.items():
            plain.setlist(f"{code}-{name}", list(value) if isinstance(value, list | tuple) else [value])
    data.update(plain)
    return data
