"""How I can be reached, and what I need: one question a page, then check, then it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from trellis.apps.people.actions import remove_contact_way, tell_contact_way
from trellis.apps.people.forms.contact import ADDRESSES, MaySayForm, NoteForm, SafeTimesForm
from trellis.apps.people.models import ContactWay
from trellis.apps.people.models.contact import Channel, MaySay
from trellis.apps.people.queries.contact import way_of, ways_of
from trellis.apps.people.queries.profile import profile_of
from trellis.apps.people.views.gate import private
from trellis.apps.people.views.steps import Step, ask
from trellis.core.actions import current_person, once
from trellis.core.ui.parts import Answer, Link


@private
def contact(request: HttpRequest) -> HttpResponse:
    """Each way with what was told of it, the ways not told of yet, and what I need."""
    person = current_person()
    told = {each.channel: each for each in ways_of(person)}
    rows = [(channel, told[channel], _answers(told[channel], person)) for channel in Channel if channel in told]
    ways = [Link(label=str(each.label), url=reverse("people-contact-way", args=[each.value])) for each in Channel if each not in told]
    context = {"rows": rows, "ways": ways, "profile": profile_of(person), "account_url": reverse("my-account")}
    return render(request, "people/contact.html", context)


@private
def contact_way(request: HttpRequest, channel: str) -> HttpResponse:
    """The questions about one way."""
    if channel not in Channel.values:
        raise Http404
    person, kind = current_person(), Channel(channel)
    if getattr(request, "standing_in", None) is None and kind == Channel.EMAIL and not person.email:
        return redirect("account_email")
    before = way_of(person, channel)
    asked = ask(
        request,
        _steps(kind, person),
        title=str(kind.label),
        back_url=reverse("people-contact"),
        send=_("Save"),
        initial=_initial(before),
        note=_only_here(kind),
    )
    if asked.page is not None:
        return asked.page
    told, now = asked.told, timezone.now()

    def keep() -> None:
        tell_contact_way(
            person,
            channel=channel,
            may_say=told.get("may_say", MaySay.ANYTHING),
            address=told.get("address", ""),
            safe_times=_times(told),
            note=told.get("note", ""),
            now=now,
        )

    once(asked.form_key, scope=f"people.contact.tell:{person.pk}", now=now, do=keep)
    messages.success(request, _("Saved. We will keep to it."))
    return redirect("people-contact")


@private
def remove_way(request: HttpRequest, channel: str) -> HttpResponse:
    """Forget a way, after asking."""
    way = way_of(current_person(), channel)
    if way is None:
        if request.method == "POST" and channel in Channel.values:
            return redirect("people-contact")
        raise Http404
    if request.method == "POST":
        remove_contact_way(way, now=timezone.now())
        messages.success(request, _("Removed. We have forgotten it."))
        return redirect("people-contact")
    return render(request, "people/contact_remove.html", {"channel": Channel(channel).label})


def _steps(kind: Channel, person) -> list[Step]:
    if kind == Channel.INSIDE:
        return [_note_step()]
    steps = []
    if kind != Channel.EMAIL or not person.email:
        form = ADDRESSES[kind]
        steps.append(Step(code="address", title=form.base_fields["address"].label, form=form, shown=lambda told: told["address"]))
    steps.append(
        Step(
            code="say",
            title=_("What may we say?"),
            form=MaySayForm,
            shown=lambda told: str(MaySay(told["may_say"]).label),
        )
    )
    steps.append(
        Step(
            code="when",
            title=_("When is it safe?"),
            lead=_("We get in touch only then."),
            form=SafeTimesForm,
            shown=lambda told: times_in_words(_times(told)),
            wanted=lambda told: told.get("may_say") != MaySay.DO_NOT,
        )
    )
    return [*steps, _note_step()]


def _note_step() -> Step:
    return Step(code="note", title=NoteForm.base_fields["note"].label, form=NoteForm, shown=lambda told: told["note"] or _("No"))


def _only_here(kind: Channel) -> str:
    return _("Unless you told us that e-mail is safe, we then send you no e-mail at all.") if kind == Channel.INSIDE else ""


def _times(told: dict[str, Any]) -> dict[str, Any]:
    times = {"days": sorted(told.get("days") or []), "from": told.get("opens", ""), "until": told.get("closes", "")}
    return {name: value for name, value in times.items() if value}


def _initial(way: ContactWay | None) -> dict[str, Any]:
    if way is None:
        return {}
    times = way.safe_times
    return {
        "address": way.address,
        "may_say": way.may_say,
        "days": [str(day) for day in times.get("days", [])],
        "opens": times.get("from", ""),
        "closes": times.get("until", ""),
        "note": way.note,
    }


def times_in_words(times: dict[str, Any]) -> str:
    """ "Monday, Tuesday, 09:00 to 17:00", "any day, any time"."""
    days = ", ".join(str(WEEKDAYS[day]) for day in times.get("days", [])) or _("Any day")
    if "from" not in times:
        return _("%(days)s, at any time") % {"days": days}
    return _("%(days)s, from %(opens)s to %(closes)s") % {"days": days, "opens": times["from"], "closes": times["until"]}


def _answers(way: ContactWay, person) -> list[Answer]:
    rows = []
    if way.channel != Channel.INSIDE:
        address = way.address or (person.email if way.channel == Channel.EMAIL else "") or _("None")
        rows.append(Answer(label=_("Address") if "@" in address or way.channel == Channel.POST else _("Number"), value=address))
        rows.append(Answer(label=_("What we may say"), value=str(MaySay(way.may_say).label)))
        if way.is_safe:
            rows.append(Answer(label=_("When it is safe"), value=times_in_words(way.safe_times)))
    if way.note:
        rows.append(Answer(label=_("Your note"), value=way.note))
    return rows
