"""A line, who is on it, and the log of contacts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.gatherings import rules
from trellis.apps.gatherings.actions.turns_line import call_standbys
from trellis.apps.gatherings.actions.warmline_care import ask_debrief, code_of
from trellis.apps.gatherings.events import warmline as events
from trellis.apps.gatherings.models.warmline import Warmline, WarmlineContact, WarmlineCount, WarmlineWatch
from trellis.apps.gatherings.queries import warmline as queries
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action, as_program, current_person
from trellis.core.ui.words import clock

WARN_BEFORE = timedelta(hours=1)
COUNT_AFTER = timedelta(days=1)
_GONE = _("This can no longer be done. Somebody may have been here before you.")


@action("gatherings.warmline.make", subject=Organization, label=_("Set it up"), allow=rules.may_organize, event=events.LineMade)
def make_line(organization: Organization, *, told: dict, now: datetime) -> Done:
    """A line of this organization: its name and how it can be reached. One for an organization."""
    if Warmline.objects.filter(organization=organization).exists():
        raise WrongState(_("This group has a line already. Change that one."))
    line = Warmline.objects.create(organization=organization, made_by=current_person(), made_at=now, **told)
    return Done(str(line.pk), subject=line)


@action("gatherings.warmline.change", subject=Warmline, label=_("Save"), allow=rules.may_organize_line, event=events.LineChanged)
def change_line(line: Warmline, *, told: dict, now: datetime) -> None:
    """Another name, another number, or open again."""
    for name, value in told.items():
        setattr(line, name, value)
    line.closed_at = None
    line.save()


@action("gatherings.warmline.close", subject=Warmline, label=_("Close the line"), allow=rules.may_organize_line, event=events.LineClosed)
def close_line(line: Warmline, *, now: datetime) -> None:
    """Nobody is on any more, and the page says that the line has closed."""
    if line.closed_at is not None:
        raise WrongState(_GONE)
    WarmlineWatch.objects.filter(line=line, ended_at=None).update(ended_at=now)
    line.closed_at = now
    line.save(update_fields=["closed_at"])


@action("gatherings.watch.begin", subject=Warmline, label=_("I’m on now"), allow=rules.works_line, event=events.WatchBegun)
def begin_watch(line: Warmline, *, now: datetime) -> Done:
    """Be on the line until the end of the turn one holds. Where one is on already for this turn, nothing changes."""
    person = current_person()
    turn = queries.turn_to_begin(line, person, now) if line.closed_at is None else None
    if turn is None:
        raise WrongState(_("You hold no turn on this line now. You can begin a quarter of an hour before a turn."))
    ends_at, before = turn.shift.ends_at, WarmlineWatch.objects.filter(line=line, person=person, ended_at=None).first()
    if before is not None and before.turn_id == turn.pk and before.ends_at > now:
        return Done(str(before.pk), subject=before)
    rested_at = None
    if before is not None:
        rested_at = before.rested_at or before.started_at if before.ends_at > now else None
        _end(before, now)
    code_of(line, person, now)
    watch = WarmlineWatch.objects.create(line=line, turn=turn, person=person, started_at=now, ends_at=ends_at, rested_at=rested_at)
    return Done(str(watch.pk), subject=watch)


@action("gatherings.watch.end", subject=WarmlineWatch, label=_("I’m off"), allow=rules.is_watcher, event=events.WatchEnded)
def end_watch(watch: WarmlineWatch, *, now: datetime) -> None:
    """Off the line, from this second."""
    if watch.ended_at is not None:
        raise WrongState(_("You were off the line already."))
    _end(watch, now)


@action("gatherings.watch.stay", subject=WarmlineWatch, label=_("I stay"), allow=rules.is_watcher, event=events.WatchStayed)
def stay_on(watch: WarmlineWatch, *, until: datetime, now: datetime) -> None:
    """Stay beyond the turn, because one says so; never longer than the rules of rest allow."""
    if watch.ended_at is not None or now >= watch.ends_at + timedelta(minutes=15):
        raise WrongState(_("Your time on the line is over. Take another turn to be on again."))
    if not queries.watches_hold(watch):
        raise WrongState(_("You no longer hold this turn."))
    if until <= max(watch.ends_at, now):
        raise WrongState(_("Choose a time after the end of your turn."))
    latest = queries.latest_stay(watch)
    if until > latest:
        raise WrongState(_("You need your rest. You can stay until %(time)s at the latest.") % {"time": clock(latest)})
    watch.ends_at = until
    watch.save(update_fields=["ends_at"])


@action("gatherings.watch.rest", subject=WarmlineWatch, label=_("Take a break"), allow=rules.is_watcher, event=events.BreakBegun)
def take_break(watch: WarmlineWatch, *, now: datetime) -> None:
    """A break. Meanwhile the page counts this person as not on."""
    if watch.ended_at is not None or watch.ends_at <= now:
        raise WrongState(_("You are not on the line."))
    if watch.break_since is None:
        watch.break_since = now
        watch.save(update_fields=["break_since"])


@action("gatherings.watch.return", subject=WarmlineWatch, label=_("I’m back"), allow=rules.is_watcher, event=events.BreakEnded)
def end_break(watch: WarmlineWatch, *, now: datetime) -> None:
    """Back from the break."""
    if watch.ended_at is not None or watch.ends_at <= now:
        raise WrongState(_("You are not on the line."))
    if watch.break_since is not None:
        watch.break_since, watch.rested_at = None, now
        watch.save(update_fields=["break_since", "rested_at"])


@action("gatherings.contact.note", subject=Warmline, label=_("Note it"), allow=rules.works_line, event=events.ContactNoted)
def note_contact(line: Warmline, *, told: dict, now: datetime) -> Done:
    """Note a contact: when, how long, how, what about from a list, three yes or no. Nothing else can be kept."""
    person = current_person()
    if not queries.may_note(line, person, now):
        raise WrongState(_("You can note contacts while you are on the line, and for twelve hours after."))
    if told["started_at"] > now:
        raise WrongState(_("A contact cannot begin later than now."))
    contact = WarmlineContact.objects.create(line=line, handler_code=code_of(line, person, now), **told)
    if contact.needs_debrief:
        ask_debrief(line, now=now)
    return Done(str(contact.pk), subject=contact)


@action("gatherings.contact.remove", subject=WarmlineContact, label=_("Remove it"), allow=rules.is_handler, event=events.ContactRemoved)
def remove_contact(contact: WarmlineContact, *, now: datetime) -> None:
    """Remove what was noted by mistake, before it is counted."""
    if contact.counted_at is not None:
        raise WrongState(_("This has been counted and can no longer be removed."))
    WarmlineContact.objects.filter(pk=contact.pk).delete()


@action("gatherings.contact.count", subject=Warmline, label=_("Count"), allow=only_by_trellis, event=events.ContactsCounted)
def count_contacts(line: Warmline, *, now: datetime) -> Done:
    """Add contacts that are a day old to the counts by month: each once, since it is marked in the same transaction."""
    waiting = WarmlineContact.objects.select_for_update().filter(line=line, counted_at=None, started_at__lte=now - COUNT_AFTER)
    found = list(waiting)
    sums: dict[tuple, int] = {}
    for contact in found:
        month = contact.started_at.date().replace(day=1)
        parts = {"all": 1, "minutes": contact.minutes, f"medium:{contact.medium}": 1, f"type:{contact.type}": 1}
        parts |= {"protocol": int(contact.protocol_used), "referral": int(contact.referral_offered)}
        for what, n in parts.items():
            sums[month, what] = sums.get((month, what), 0) + n
    for (month, what), n in sums.items():
        row, _is_new = WarmlineCount.objects.get_or_create(line=line, month=month, what=what)
        WarmlineCount.objects.filter(pk=row.pk).update(n=F("n") + n)
    WarmlineContact.objects.filter(pk__in=[contact.pk for contact in found]).update(counted_at=now)
    return Done(len(found), {"n": len(found)})


@action("gatherings.watch.warn", label=_("Warn"), allow=only_by_trellis, event=events.NobodyFollows)
def warn_of_end(*, watch: WarmlineWatch, now: datetime) -> Done:
    """An hour ahead: nobody follows. Told once for each end, and those who stand by for the next shift are asked."""
    for shift in queries.shifts_after(watch):
        call_standbys(shift, now=now)
    watch.warned_for = watch.ends_at
    watch.save(update_fields=["warned_for"])
    return Done(subject=watch)


@action("gatherings.watch.run_out", label=_("Run out"), allow=only_by_trellis, event=events.WatchEnded)
def run_out(*, watch: WarmlineWatch, now: datetime) -> Done:
    """The time is over: the watch is closed at its own end. The page has said so since that second."""
    WarmlineWatch.objects.filter(pk=watch.pk, ended_at=None, ends_at__lte=now).update(ended_at=F("ends_at"), break_since=None)
    return Done(subject=watch)


@action("gatherings.watch.tell_alone", label=_("Tell"), allow=only_by_trellis, event=events.NobodyFollowed)
def tell_left_alone(*, watch: WarmlineWatch, now: datetime) -> Done:
    """At the change nobody followed: whoever was on and the organizers are told, once for each end."""
    watch.left_for = watch.ends_at
    watch.save(update_fields=["left_for"])
    return Done(subject=watch)


def _end(watch: WarmlineWatch, now: datetime) -> None:
    watch.ended_at, watch.break_since = min(now, watch.ends_at), None
    watch.save(update_fields=["ended_at", "break_since"])


def watch_the_lines(now: datetime) -> int:
    """What is due on all lines at this moment; how many were told."""
    n_told = 0
    with as_program("clock"):
        for watch in queries.ending(now, within=WARN_BEFORE):
            if watch.warned_for != watch.ends_at and not queries.followers(watch).exists() and not queries.others_on(watch, now):
                warn_of_end(watch=watch, now=now)
                n_told += 1
        for watch in queries.run_out(now):
            if watch.left_for != watch.ends_at and not queries.staffed(watch.line, now).n_on and watch.line.closed_at is None:
                tell_left_alone(watch=watch, now=now)
                n_told += 1
            if now >= watch.ends_at + timedelta(minutes=15):
                run_out(watch=watch, now=now)
    return n_told


def count_all(now: datetime) -> int:
    """Count the contacts of every line that has some to count."""
    waiting = WarmlineContact.objects.filter(counted_at=None, started_at__lte=now - COUNT_AFTER).values_list("line_id", flat=True)
    with as_program("clock"):
        return sum(count_contacts(line, now=now) for line in Warmline.objects.filter(pk__in=set(waiting)))
