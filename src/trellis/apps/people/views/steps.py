"""Several short pages that end in one deed: one question each, then check the answers, then it is done.

Answers travel in the forms themselves, so nothing half told is kept on the server, and nothing is lost on the way.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trellis.core.ui.forms import Form
from trellis.core.ui.parts import Answer, Link

CHECK = "check"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page: its form, how its answers read on the page that checks them, and whether it is asked at all."""

    code: str
    title: Any
    form: Callable[..., Form]
    shown: Callable[[dict[str, Any]], str]
    lead: Any = ""
    aside: Link | None = None
    wanted: Callable[[dict[str, Any]], bool] = lambda told: True


@dataclass(frozen=True)
class Asked:
    """What came of a request: a page to show, or all the answers."""

    page: HttpResponse | None
    told: dict[str, Any]
    form_key: uuid.UUID


def ask(
    request: HttpRequest,
    steps: Sequence[Step],
    *,
    title: str,
    back_url: str,
    send: str,
    initial: dict[str, Any] | None = None,
    note: str = "",
) -> Asked:
    """The page to show next, or every answer once the last page was sent."""
    posted = request.POST if request.method == "POST" else None
    form_key = _key(posted.get("form_key") if posted is not None else "")
    now_at = posted.get("step", "") if posted is not None else ""
    change = posted.get("change", "") if posted is not None else ""
    done = set(posted.getlist("done")) | {now_at} if posted is not None else set()
    told: dict[str, Any] = {}
    passed: list[tuple[Step, Form]] = []

    def show(step: Step, form: Form) -> Asked:
        codes = [each.code for each in steps]
        before = next((each.code for each in reversed([p for p, _f in passed]) if codes.index(each.code) < codes.index(step.code)), "")
        context = {
            "form": form,
            "title": title,
            "step": step,
            "carried": _carried(posted, steps, but=step),
            "done": sorted(done - {step.code, "", CHECK}),
            "form_key": form_key,
            "before": before,
            "back_url": back_url,
        }
        return Asked(render(request, "people/step.html", context), told, form_key)

    for step in steps:
        if not step.wanted(told):
            continue
        if step.code == change:
            form = step.form(posted)
            if form.is_valid():
                form = step.form(initial=form.cleaned_data)
            return show(step, form)
        if step.code not in done:
            return show(step, step.form(initial=initial))
        form = step.form(posted)
        if not form.is_valid():
            return show(step, form)
        told |= form.cleaned_data
        passed.append((step, form))
    if now_at != CHECK:
        rows = [(Answer(label=str(step.title), value=step.shown(told)), step.code) for step, _form in passed]
        context = {
            "title": title, "rows": rows, "carried": _carried(posted, steps), "done": sorted(done - {"", CHECK}),
            "form_key": form_key, "send": send, "back_url": back_url, "note": note,
        }  # fmt: skip
        return Asked(render(request, "people/check.html", context), told, form_key)
    return Asked(None, told, form_key)


def _carried(posted, steps: Sequence[Step], but: Step | None = None) -> list[tuple[str, str]]:
    """What was answered on the other pages, as it was sent."""
    if posted is None:
        return []
    names = [name for step in steps if step is not but for name in step.form().fields]
    return [(name, value) for name in dict.fromkeys(names) for value in posted.getlist(name)]


def _key(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()
