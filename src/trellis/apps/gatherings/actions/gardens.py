"""Gardens, their plots, and who looks after them."""

from __future__ import annotations

import hmac
import uuid
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions import places_waiting as line
from trellis.apps.gatherings.events import gardens as events
from trellis.apps.gatherings.models import Garden, Plot, Tenancy
from trellis.apps.gatherings.models.places_waiting import HAS_IT, AskState, code_index
from trellis.apps.people.queries.blocks import hide_each_other
from trellis.core.access import anyone, only_by_trellis, signed_in
from trellis.core.actions import Done, NotFound, WrongState, action, as_program, current_person
from trellis.core.fields import blind_index
from trellis.core.jobs import every, job
from trellis.core.ui.words import here

HOLD = timedelta(days=3)
GRACE = timedelta(days=14)
"""So long after a season a plot waits for its people to say that they keep it on."""
MOST_PLOTS = 300


class Plots:
    """The plots of one garden."""

    def __init__(self, garden: Garden):
        self.garden = garden

    def lock(self) -> None:
        self.garden = Garden.objects.select_for_update(of=("self",)).get(pk=self.garden.pk)

    def waiting(self):
        return Tenancy.objects.filter(garden=self.garden).waiting()

    def give(self, asked: Tenancy, now: datetime) -> bool:
        """A free plot; raised ones only to who needs one, as long as there are others."""
        free = free_plots(self.garden)
        if asked.raised_only:
            free = free.filter(raised=True)
        plot = free.order_by("raised", "name", "id").first()
        if plot is None:
            return False
        asked.plot, asked.until_on = plot, self.garden.season_ends_on
        asked.save(update_fields=["plot", "until_on"])
        return True

    def take_back(self, asked: Tenancy) -> None:
        asked.plot, asked.second = None, None
        asked.save(update_fields=["plot", "second"])

    def held_until(self, asked: Tenancy, now: datetime) -> datetime:
        return now + HOLD


def free_plots(garden: Garden):
    """Plots that nobody has and that are held for nobody."""
    having = Tenancy.objects.filter(garden=garden, state__in=HAS_IT).values("plot_id")
    return Plot.objects.filter(garden=garden, in_use=True).exclude(pk__in=having)


def invitation_token(tenancy: Tenancy) -> str:
    """What stands in the link by which a second person says yes; of no use once somebody did."""
    return blind_index(f"{tenancy.pk}:{tenancy.person_id}:{tenancy.plot_id}", "gatherings.tenancy.second")[:40]


@action("gatherings.garden.add", subject=Organization, label=_("Add a garden"), allow=rules.may_organize, event=events.GardenAdded)
def add_garden(organization: Organization, *, told: dict, plots: list[str], raised: list[str] = (), now: datetime) -> Done:
    """A garden with its plots. `told` holds its fields."""
    garden = Garden.objects.create(organization=organization, made_at=now, **told)
    names = list(dict.fromkeys(plots))[:MOST_PLOTS]
    Plot.objects.bulk_create([Plot(garden=garden, name=each, raised=each in set(raised)) for each in names])
    return Done(str(garden.pk), subject=garden)


@action("gatherings.garden.change", subject=Garden, label=_("Save"), allow=rules.may_keep_garden, event=events.GardenChanged)
def change_garden(garden: Garden, *, told: dict, plots: list[str], raised: list[str] = (), now: datetime) -> None:
    """What it says, and which plots there are. A plot that is no longer named stays with whoever has it, and then goes to nobody."""
    later = told.get("season_ends_on", garden.season_ends_on) > garden.season_ends_on
    for name, value in told.items():
        setattr(garden, name, value)
    garden.save(update_fields=list(told))
    names = list(dict.fromkeys(plots))[:MOST_PLOTS]
    known = set(garden.plots.values_list("name", flat=True))
    Plot.objects.bulk_create([Plot(garden=garden, name=each) for each in names if each not in known])
    Plot.objects.filter(garden=garden).update(in_use=False, raised=False)
    Plot.objects.filter(garden=garden, name__in=names).update(in_use=True)
    Plot.objects.filter(garden=garden, name__in=list(raised)).update(raised=True)
    if later:
        tell_season(garden, now=now)
    line.hand_on(Plots(garden), now=now, hold_one=hold_plot)


@action("gatherings.garden.tell_season", subject=Garden, label=_("Tell"), allow=rules.may_keep_garden, event=events.SeasonSet)
def tell_season(garden: Garden, *, now: datetime) -> None:
    """Whoever has a plot hears that they may keep it on."""


@action("gatherings.plot.ask", subject=Garden, label=_("Ask for a plot"), allow=anyone, event=events.PlotAsked)
def ask_plot(garden: Garden, *, raised_only: bool = False, address: str = "", code: str = "", language: str = "en", now: datetime) -> Done:
    """Have a plot if one is free, or wait in the order of asking."""
    person = current_person()
    if person is None and not code:
        raise WrongState(_("Please sign in first."))
    if garden.season_ends_on < here(now).date():
        raise WrongState(_("The season is over. Come back when the next one is set."))
    if person is not None and Tenancy.objects.filter(garden=garden, second=person, state=AskState.TAKEN).exists():
        raise WrongState(_("You look after a plot here already."))
    tenancy = Tenancy(
        garden=garden, person=person, raised_only=raised_only, address="" if person is not None else address,
        code_index=code_index(code) if person is None else None, language=language, asked_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            line.begin(tenancy, Plots(garden), now=now)
    except IntegrityError as twice:
        raise WrongState(_("You have asked already. It is under “My week”.")) from twice
    return Done(str(tenancy.pk), {"state": str(tenancy.state)}, subject=tenancy)


@action("gatherings.plot.accept", label=_("Yes, I take it"), allow=anyone, event=events.PlotAccepted)
def accept_plot(*, plot: uuid.UUID | str, code: str = "", now: datetime) -> Done:
    """Take the plot that is held."""
    row = line.found(Tenancy, plot, code)
    line.accept(row, now)
    return Done(None, subject=row)


@action("gatherings.plot.give_up", label=_("Give it back"), allow=anyone, event=events.PlotGivenUp)
def give_plot_up(*, plot: uuid.UUID | str, code: str = "", now: datetime) -> Done:
    """Give the plot back, or stop waiting. If two look after it, it stays with the other."""
    row = line.found(Tenancy, plot, code)
    person = current_person()
    if row.is_taken and row.second_id is not None:
        if person is None or person.pk != row.second_id:
            _stays_with_the_other(row)
        else:
            row.second = None
            row.save(update_fields=["second"])
        return Done(None, subject=row)
    line.let_go(row, Plots(row.garden), now=now, hold_one=hold_plot)
    return Done(None, subject=row)


def _stays_with_the_other(tenancy: Tenancy) -> None:
    tenancy.person, tenancy.second, tenancy.address, tenancy.code_index = tenancy.second, None, "", None
    try:
        with transaction.atomic():
            tenancy.save(update_fields=["person", "second", "address", "code_index"])
    except IntegrityError:  # the other waits for a plot of their own; that is settled by having this one
        Tenancy.objects.filter(garden=tenancy.garden, person=tenancy.person, state=AskState.WAITING).delete()
        tenancy.save(update_fields=["person", "second", "address", "code_index"])


@action("gatherings.plot.keep_on", label=_("Keep it for the next season"), allow=anyone, event=events.PlotKeptOn)
def keep_plot_on(*, plot: uuid.UUID | str, code: str = "", now: datetime) -> Done:
    """Keep it until the end of the season that is set now."""
    row = line.found(Tenancy, plot, code)
    if not row.is_taken:
        raise WrongState(line.ALREADY_OVER)
    row.until_on = row.garden.season_ends_on
    row.save(update_fields=["until_on"])
    return Done(None, subject=row)


@action("gatherings.plot.look_after_too", label=_("Yes, I look after it too"), allow=signed_in, event=events.PlotShared)
def look_after_too(*, plot: uuid.UUID | str, token: str, now: datetime) -> Done:
    """Become the second, with the link that the first gave. For somebody blocked by either side the link leads nowhere."""
    row = Tenancy.objects.select_for_update(of=("self",)).filter(pk=plot, state=AskState.TAKEN).first()
    person = current_person()
    if row is None or not hmac.compare_digest(token.encode(), invitation_token(row).encode()) or hide_each_other(person, row.person):
        raise NotFound("gatherings.plot.look_after_too")
    if person.pk in (row.person_id, row.second_id):
        raise WrongState(_("You look after this plot already."))
    if row.second_id is not None:
        raise WrongState(_("Two people look after this plot already."))
    row.second = person
    row.save(update_fields=["second"])
    return Done(None, subject=row)


@action(
    "gatherings.plot.hold", subject=Tenancy, label=_("Hold a plot"), allow=only_by_trellis, event=events.PlotHeld,
    moves=("state", (AskState.WAITING,), None),
)  # fmt: skip
def hold_plot(plot: Tenancy, *, until: datetime, now: datetime) -> None:
    """Hold the plot that came free, until then. Called where it was given."""
    line.hold(plot, until)


@action(
    "gatherings.plot.pass_on", subject=Tenancy, label=_("Pass it on"), allow=only_by_trellis, event=events.PlotPassedOn,
    moves=("state", (AskState.HELD,), None),
)  # fmt: skip
def pass_plot_on(plot: Tenancy, *, now: datetime) -> None:
    """Nobody took it in time: it goes on to the next."""
    if plot.held_until > now:
        raise WrongState(_("It is still held."))
    line.let_go(plot, Plots(plot.garden), state=AskState.PASSED_ON, now=now, hold_one=hold_plot)


@action(
    "gatherings.plot.end", subject=Tenancy, label=_("End it"), allow=only_by_trellis, event=events.PlotOver,
    moves=("state", (AskState.TAKEN,), None),
)  # fmt: skip
def end_tenancy(plot: Tenancy, *, now: datetime) -> None:
    """The season ended a fortnight ago and nobody said that they keep it on."""
    if plot.until_on + GRACE >= here(now).date():
        raise WrongState(_("It is not over yet."))
    line.let_go(plot, Plots(plot.garden), state=AskState.OVER, now=now, hold_one=hold_plot)


@action("gatherings.plots.hand_on", subject=Garden, label=_("Hand on"), allow=only_by_trellis, event=events.PlotsHandedOn)
def hand_plots_on(garden: Garden, *, now: datetime) -> Done:
    """Hold what is free for those who wait."""
    return Done(None, {"n": line.hand_on(Plots(garden), now=now, hold_one=hold_plot)})


def look_after_plots(*, now: datetime) -> dict[str, int]:
    """What is due: holds that ran out, seasons that ended, plots that came free. May be run again."""
    counts = {"passed_on": 0, "over": 0, "handed_on": 0}
    before: date = here(now).date() - GRACE
    with as_program():
        for tenancy in Tenancy.objects.run_out(now)[: line.MOST_AT_ONCE]:
            counts["passed_on"] += line.tried(pass_plot_on, tenancy, now=now)
        for tenancy in Tenancy.objects.filter(state=AskState.TAKEN, until_on__lt=before)[: line.MOST_AT_ONCE]:
            counts["over"] += line.tried(end_tenancy, tenancy, now=now)
        for garden in Garden.objects.filter(tenancies__state=AskState.WAITING, season_ends_on__gte=here(now).date()).distinct():
            if free_plots(garden).exists():
                counts["handed_on"] += line.tried(hand_plots_on, garden, now=now)
    return counts


@every("hour")
@job(limit_seconds=120)
def look_after_plots_hourly() -> dict[str, int]:
    """Every hour."""
    return look_after_plots(now=timezone.now())
