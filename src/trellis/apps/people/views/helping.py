"""Typing for somebody at a table or on the phone: beginning, the task, the end with its copy; and the codes for it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.apps.people.actions import ask_for_code, begin_helping, finish_helping, show_code
from trellis.apps.people.forms.helping import KNOWN, NEW, CodeForm, ConsentForm, NewPersonForm, SendCodeForm, WhoForm, WhyForm
from trellis.apps.people.models import HelpingSession
from trellis.apps.people.models.helping import How, Why
from trellis.apps.people.models.purposes import BEING_HELPED
from trellis.apps.people.queries.helping import paper_code, sessions_about, usable_code
from trellis.apps.people.views.gate import only_for, private
from trellis.apps.people.views.standing import KEY
from trellis.apps.people.views.steps import Step, ask
from trellis.core.access import holder_of
from trellis.core.actions import WrongState, acting, current_person, once
from trellis.core.actions.standing_in import words_of
from trellis.core.rates import Rate
from trellis.core.ui.parts import Link

COPY_TIME = timedelta(minutes=10)
"""How long the helper can still print the copy after the end."""

WRONG_CODES = Rate("helping-code", most=10, seconds=3600)
"""Ten wrong codes an hour for each helper, against more than three thousand million that there are."""

ASKED = Rate("helping-ask", most=20, seconds=3600)
NOT_FOUND = gettext_lazy("This code does not work, or does not work any more. Ask for a new one.")


def helping(request: HttpRequest) -> HttpResponse:
    """While helping: what to do together. Otherwise: the questions before one begins."""
    return _task(request) if hasattr(request, "helping_session") else _begin(request)


@private
def _task(request: HttpRequest) -> HttpResponse:
    session = request.helping_session
    tiles = [
        Link(label=_("How they can be reached"), url=reverse("people-contact"), icon="phone"),
        Link(label=_("What they need"), url=reverse("people-needs"), icon="ramp"),
        Link(label=_("Find a group or a service"), url=reverse("find"), icon="search"),
        Link(label=_("The groups you joined together"), url=reverse("people-groups"), icon="people"),
    ]
    return render(request, "people/helping.html", {"session": session, "tiles": tiles, "done": _done(session)})


@only_for(holder_of("organizer"))
def _begin(request: HttpRequest) -> HttpResponse:
    helper, now = current_person(), timezone.now()
    asked = ask(
        request,
        _steps(helper),
        title=_("Help somebody"),
        back_url=reverse("my-account"),
        send=_("Begin"),
        note=_("You then type for them, for half an hour at most. They get a copy of all that is done."),
    )
    if asked.page is not None:
        return asked.page
    told, code = asked.told, None
    if told["who"] == KNOWN:
        if WRONG_CODES.is_used_up(str(helper.pk)):
            return _again(request, _("That were too many codes that did not work. Wait an hour, then try again."))
        code = usable_code(told["code"], now=now)
        if code is None:
            WRONG_CODES.note(str(helper.pk))
            return _again(request, str(NOT_FOUND))

    def begin() -> str:
        begun = begin_helping(
            reason=told["reason"], channel=told["channel"], note=told["note"], name=told.get("name", ""), code=code, now=now
        )
        return str(begun.pk)

    try:
        session_id, _fresh = once(asked.form_key, scope=f"people.helping.begin:{helper.pk}", now=now, do=begin)
    except WrongState as stuck:
        return _again(request, str(stuck.reason))
    request.session[KEY] = session_id
    return redirect("people-helping")


def _again(request: HttpRequest, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return redirect("people-helping")


def _steps(helper) -> list[Step]:
    words = str(BEING_HELPED.words) % {"recipient": str(helper)}
    why, how = dict(Why.choices), dict(How.choices)
    return [
        Step(
            code="why",
            title=_("Before you type for somebody"),
            form=WhyForm,
            shown=lambda told: "\n".join(filter(None, [str(why[told["reason"]]), str(how[told["channel"]]), told["note"]])),
        ),
        Step(
            code="who",
            title=_("Were they here before?"),
            form=WhoForm,
            shown=lambda told: _("No, they are new") if told["who"] == NEW else _("Yes"),
        ),
        Step(
            code="new",
            title=_("What shall we call them?"),
            form=NewPersonForm,
            shown=lambda told: told["name"] or _("No name"),
            wanted=lambda told: told.get("who") == NEW,
        ),
        Step(
            code="code",
            title=_("Their code"),
            form=CodeForm,
            shown=lambda told: told["code"],
            wanted=lambda told: told.get("who") == KNOWN,
            aside=Link(label=_("They have no code at hand: send one to their e-mail"), url=reverse("people-helping-code")),
        ),
        Step(
            code="agreed",
            title=_("Read this to them"),
            lead=words,
            form=ConsentForm,
            shown=lambda told: _("They said yes."),
        ),
    ]


@only_for(holder_of("organizer"))
def send_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code to be sent to an e-mail address. The answer is the same whether or not anybody has it."""
    form = SendCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        helper, told, now = current_person(), form.cleaned_data, timezone.now()
        if ASKED.is_used_up(str(helper.pk)):
            form.add_error("email", _("That were many addresses in one hour. Wait a while, or let them show you their code."))
        else:
            ASKED.note(str(helper.pk))
            scope = f"people.code.ask_for:{helper.pk}"
            once(told["form_key"], scope=scope, now=now, do=lambda: ask_for_code(email=told["email"], now=now))
            messages.success(request, _("If somebody here has this address, a code is on its way there. Ask them to read it to you."))
            return redirect("people-helping")
    return render(request, "people/send_code.html", {"form": form, "back_url": reverse("people-helping")})


@private
def finish(request: HttpRequest) -> HttpResponse:
    """What was done, and the end: nothing of it stays in this browser."""
    session = getattr(request, "helping_session", None)
    if session is None:
        return redirect("people-helping")
    if request.method != "POST":
        return render(request, "people/helping_finish.html", {"session": session, "done": _done(session)})
    with acting(session.helper):
        finish_helping(session, now=timezone.now())
    request.session.pop(KEY, None)
    request.session.cycle_key()
    response = redirect("people-helping-copy", session.pk)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@private
def copy(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """The copy to print or to read: for the person always, for the helper until shortly after the end."""
    person, now = current_person(), timezone.now()
    session = HelpingSession.objects.select_related("helper", "person").filter(pk=session_id).first()
    if session is None or session.ended_at is None or not session.is_visible_to(person):
        raise Http404
    by_helper = session.helper_id == person.pk
    if by_helper and now > session.ended_at + COPY_TIME:
        raise Http404
    code = paper_code(session.person_id, now=now) if by_helper else None
    context = {
        "session": session,
        "done": _done(session),
        "code": _spaced(code.code) if code is not None else "",
        "expires": code.expires_at if code is not None else None,
        "by_helper": by_helper,
        "now": now,
        "claim_url": reverse("paper-code"),
        "whole_claim_url": request.build_absolute_uri(reverse("paper-code")),
    }
    return render(request, "people/helping_copy.html", context)


@private
def help_code(request: HttpRequest) -> HttpResponse:
    """Let somebody help me: a code to show them; and when somebody did, with each copy."""
    person, code = current_person(), None
    if request.method == "POST":
        code = show_code(person, now=timezone.now())
    context = {
        "code": _spaced(code.code) if code is not None else "",
        "sessions": [each for each in sessions_about(person) if each.ended_at],
        "account_url": reverse("my-account"),
    }
    return render(request, "people/help_code.html", context)


def _done(session: HelpingSession) -> list[str]:
    return [str(words_of(each.action)) for each in session.deeds.all()]


def _spaced(code: str) -> str:
    """In fours, as one reads it aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
