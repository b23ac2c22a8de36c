"""Pickups for those who drive, weigh and receive."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.exchange.actions import pickups as keeping
from trellis.apps.exchange.actions import pickups_driving as driving
from trellis.apps.exchange.forms.pickups import ReceiveForm, WeighForm, YesForm
from trellis.apps.exchange.models import Pickup, PickupStop
from trellis.apps.exchange.models.pickups import PickupState, StopKind, StopState, coordinates
from trellis.apps.exchange.queries import pickups as queries
from trellis.apps.exchange.queries.pickups_route import Plan, kilograms, plan_of
from trellis.apps.exchange.rules import pickups as rules
from trellis.apps.exchange.views.items import signed_in_page
from trellis.core.actions import WrongState, current_person, once
from trellis.core.ui.drawings import Map, draw_map
from trellis.core.ui.parts import Pin
from trellis.kernels.geo import Projection

AHEAD = timedelta(days=15)
LOOK_BACK = timedelta(days=2)


@signed_in_page
def mine(request: HttpRequest) -> HttpResponse:
    """What I drive, what nobody drives yet, and what comes to us."""
    person, now = current_person(), timezone.now()
    hubs = list(queries.hubs_of(person))
    coming = list(queries.coming_pickups(hubs, since=now, until=now + AHEAD))
    scopes = person.scopes_of("editor")
    context = {
        "driven": queries.driven_by(person, since=now - LOOK_BACK),
        "open": [each for each in coming if each.driver_id is None],
        "n_covered": sum(each.driver_id is not None for each in coming),
        "arriving": [_with_weight(each) for each in queries.arriving_at(person, since=now - LOOK_BACK)[:20]],
        "hubs": [(each, str(each.pk) in scopes) for each in hubs],
        "may_begin": [each for each in _edited(person) if each not in hubs],
    }
    return render(request, "exchange/pickups/mine.html", context)


def _edited(person):
    from trellis.apps.exchange.queries.items import organizations_of

    return list(organizations_of(person)[:20])


def _with_weight(row: PickupStop) -> tuple[PickupStop, str]:
    return row, kilograms(row.grams if row.grams is not None else row.share_grams)


@signed_in_page
def pickup(request: HttpRequest, pickup_id: uuid.UUID) -> HttpResponse:
    """The stops in their order, who drives, and what was weighed."""
    found, person, now = _pickup_or_404(pickup_id), current_person(), timezone.now()
    rows = queries.stops_of(found)
    given = queries.sharing_of(found, rows)
    plan = plan_of(found, rows, given)
    drives, keeps = found.driver_id == person.pk, coordinates(person, found.round.hub)
    fetched = queries.all_is_fetched(rows)
    left = queries.on_board(rows) - sum(given.values()) if fetched else 0
    planned = [
        {
            "plan": each,
            "row": each.row,
            "is_donor": each.row.stop.kind == StopKind.DONOR,
            "weight": kilograms(each.row.grams) if each.row.grams is not None else kilograms(each.grams),
            "on_board": kilograms(each.on_board),
            "address": each.row.stop.location.address_lines if each.row.stop.location else [],
            "way_in": each.row.stop.way_in if drives or keeps else "",
            "received": kilograms(each.row.received_grams),
        }
        for each in plan.stops
    ]
    context = {
        "pickup": found, "round": found.round, "hub": found.round.hub, "plan": plan, "planned": planned, "rows": rows,
        "left_out": [each for each in rows if each.state == StopState.WITHDRAWN],
        "drives": drives, "keeps": keeps, "driver": queries.driver_name(found, reader=person),
        "may_take": found.state == PickupState.PLANNED and found.driver_id is None and found.ends_at > now,
        "is_planned": found.state == PickupState.PLANNED,
        "fetched": fetched and any(each.grams for each in rows), "left": kilograms(left) if left > 0 else "",
        "on_board": kilograms(max(queries.on_board(rows), 0)),
        "map": _sketch(plan), "now": now,
        "zeros": [each for each in rows if each.state == StopState.LOGGED and not each.grams],
    }  # fmt: skip
    return render(request, "exchange/pickups/pickup.html", context)


def _sketch(plan: Plan) -> Map | None:
    """The stops whose place is known, on a sketch that asks nobody for anything."""
    known = [each for each in plan.stops if each.row.stop.location is not None and each.row.stop.location.latitude is not None]
    if len(known) < 2:
        return None
    points = [(each.row.stop.location.latitude, each.row.stop.location.longitude) for each in known]
    projection = Projection.around(points, width=360, height=260, margin=30)
    pins = []
    for each, point in zip(known, points, strict=True):
        x, y = projection.point(*point)
        pins.append(Pin(number=each.number, label=each.row.stop.name, x=x, y=y))
    return draw_map(pins, width=360, height=260, metres_per_unit=projection.metres_per_unit)


DONE = {
    "take": _("Thank you. You drive it."),
    "give-back": _("Thank you for saying so. It is open again, and the others hear of it."),
    "call-off": _("It is called off."),
}
STEPS: dict[str, tuple[Any, str]] = {
    "take": (driving.take_pickup, "take"),
    "give-back": (driving.give_back_pickup, "give_back"),
    "call-off": (keeping.call_off_pickup, "call_off"),
}


@signed_in_page
def step(request: HttpRequest, pickup_id: uuid.UUID, name: str) -> HttpResponse:
    """Take it, give it back, call it off: after asking, and once however often it is sent."""
    found, person, now = _pickup_or_404(pickup_id), current_person(), timezone.now()
    taken = STEPS.get(name)
    if taken is None or not taken[0].allow(person, found):
        raise Http404
    form = YesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scope = f"exchange.pickup.{name}:{found.pk}:{person.pk}"
        _attempt(request, form, scope, lambda: taken[0](found, now=now), DONE[name], now)
        return redirect("pickups-pickup", found.pk)
    context = {"pickup": found, "form": form, "step": name, "label": taken[0].label}
    return render(request, "exchange/pickups/step.html", context)


def _attempt(request: HttpRequest, form, scope: str, do: Callable[[], Any], done: str, now) -> bool:
    try:
        once(form.cleaned_data["form_key"], scope=scope, now=now, do=do)
    except WrongState as stuck:
        messages.error(request, str(stuck.reason))
        return False
    messages.success(request, done)
    return True


@signed_in_page
def weigh(request: HttpRequest, row_id: uuid.UUID) -> HttpResponse:
    """What was fetched or handed over at one stop."""
    row, now = _row_or_404(row_id, rules.may_weigh), timezone.now()
    is_donor = row.stop.kind == StopKind.DONOR
    known = row.grams if row.grams is not None else row.share_grams
    initial = {"grams": _to_type(known), "zero_reason": row.zero_reason, "food_note": row.food_note}
    form = WeighForm(request.POST or None, initial=initial, is_donor=is_donor)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def do() -> None:
            driving.weigh_stop(row, grams=told["grams"], zero_reason=told["zero_reason"], food_note=told.get("food_note", ""), now=now)

        _attempt(request, form, f"exchange.pickup_stop.weigh:{row.pk}", do, _("Saved: %(stop)s.") % {"stop": row.stop.name}, now)
        return redirect("pickups-pickup", row.pickup_id)
    notes = _notes(queries.stops_of(row.pickup)) if not is_donor else []
    return render(request, "exchange/pickups/weigh.html", {"row": row, "form": form, "is_donor": is_donor, "notes": notes})


def _notes(rows: list[PickupStop]) -> list[str]:
    """Use-by dates and allergens of all that was fetched, each once."""
    return list(dict.fromkeys(each.food_note for each in rows if each.food_note))


def _to_type(grams: int | None) -> str:
    """A weight as one would type it."""
    return "" if grams is None else f"{grams / 1000:.2f}".rstrip("0").rstrip(".") + " kg"


@signed_in_page
def receive(request: HttpRequest, row_id: uuid.UUID) -> HttpResponse:
    """For those at a stop: when the food comes, how much, and confirming it."""
    row, now, person = _row_or_404(row_id, rules.may_withdraw), timezone.now(), current_person()
    may_confirm = row.is_taken_by(person) and row.stop.kind == StopKind.TAKER and row.state == StopState.LOGGED
    form = ReceiveForm(request.POST or None, initial={"grams": _to_type(row.received_grams if row.received_at else row.grams)})
    if request.method == "POST" and may_confirm and form.is_valid():
        grams = form.cleaned_data["grams"]
        scope = f"exchange.pickup_stop.confirm:{row.pk}"
        _attempt(request, form, scope, lambda: driving.confirm_receipt(row, grams=grams, now=now), _("Confirmed. Thank you."), now)
        return redirect("pickups-receive", row.pk)
    rows = queries.stops_of(row.pickup)
    plan = plan_of(row.pickup, rows, queries.sharing_of(row.pickup, rows))
    context = {
        "row": row, "form": form, "may_confirm": may_confirm, "is_taker": row.stop.kind == StopKind.TAKER,
        "expected": next((each.begins for each in plan.stops if each.row.pk == row.pk), None),
        "weight": kilograms(row.grams if row.grams is not None else row.share_grams),
        "received": kilograms(row.received_grams) if row.received_at else "",
        "notes": _notes(rows),
        "may_change": row.pickup.state == PickupState.PLANNED,
        "driven": row.pickup.driver_id is not None,
    }  # fmt: skip
    return render(request, "exchange/pickups/receive.html", context)


@signed_in_page
def leave_out(request: HttpRequest, row_id: uuid.UUID) -> HttpResponse:
    """Not this time, or after all."""
    row, now = _row_or_404(row_id, rules.may_withdraw), timezone.now()
    is_out = row.state == StopState.WITHDRAWN
    form = YesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change = driving.rejoin_stop if is_out else driving.withdraw_stop
        scope = f"exchange.pickup_stop.leave_out:{row.pk}"
        _attempt(request, form, scope, lambda: change(row, now=now), _("Saved. Whoever drives hears of it."), now)
        return redirect("pickups-receive", row.pk)
    return render(request, "exchange/pickups/leave_out.html", {"row": row, "form": form, "is_out": is_out})


def _pickup_or_404(pickup_id: uuid.UUID) -> Pickup:
    found = Pickup.objects.select_related("round", "round__hub", "driver").filter(pk=pickup_id).first()
    if found is None or not found.is_visible_to(current_person()):
        raise Http404
    return found


def _row_or_404(row_id: uuid.UUID, rule) -> PickupStop:
    related = ("pickup", "pickup__round", "pickup__round__hub", "stop", "stop__round", "stop__round__hub", "stop__organization")
    found = PickupStop.objects.select_related(*related).filter(pk=row_id).first()
    if found is None or not found.is_visible_to(current_person()) or not rule(current_person(), found):
        raise Http404
    return found
