"""Following a list: begin, start, ask now, decide on what was held back, stop; and what each reading came to.

Reading itself is done elsewhere (interfaces/feeds/following): these actions announce, and it reacts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.models import Following, FollowState, GroupElsewhere, HowOften, Origin, Source
from trellis.core.access import only_by_trellis
from trellis.core.actions import Done, WrongState, action

_S = FollowState
_RUNNING = (_S.OK, _S.HELD, _S.FAILING)
LONGEST_PAUSE = timedelta(days=7)
TELL_AFTER = 3
"""Failures in a row before the keepers are written to; servers rest now and then."""


@action(
    "directory.following.follow",
    label=_("Look at it"),
    allow=rules.may_add,
    event=events.FeedAsked,
)
def follow_source(
    *, url: str, kind: str, name: str, now: datetime, every: str = HowOften.DAY, area: dict | None = None, time_zone: str = ""
) -> Done:
    """Remember a list and have it looked at; nothing is taken in until `start_following`."""
    held = Following.objects.exclude(state=_S.STOPPED).filter(url=url).first()
    if held is not None:
        raise WrongState(_("This list is followed already."))
    stopped = Following.objects.filter(url=url, state=_S.STOPPED).select_related("source").first()
    if stopped is not None:
        stopped.state, stopped.every, stopped.area, stopped.kind = _S.LOOKING, every, area or {}, kind
        stopped.etag = stopped.last_modified = stopped.digest = stopped.accepted = ""
        stopped.withdraw, stopped.findings, stopped.started_at, stopped.next_check_at = False, [], now, now
        stopped.save()
        return Done(stopped, subject=stopped)
    source = Source.objects.create(code=_free_code(name or url), name=(name or url)[:255], kind=kind, url=url, time_zone=time_zone)
    following = Following.objects.create(source=source, kind=kind, url=url, every=every, area=area or {}, started_at=now, next_check_at=now)
    return Done(following, subject=following)


def _free_code(name: str) -> str:
    stem = (slugify(name) or "list")[:70]
    code, number = stem, 2
    while Source.objects.filter(code=code).exists():
        code, number = f"{stem}-{number}", number + 1
    return code


@action(
    "directory.following.start",
    subject=Following,
    label=_("Start following"),
    allow=rules.may_add,
    moves=("state", (_S.READY,), None),
    event=events.FeedAsked,
)
def start_following(following: Following, *, now: datetime) -> None:
    """Take in what the first look showed, and keep following."""
    following.state, following.next_check_at, following.findings = _S.OK, now, []
    following.accepted = following.digest
    following.etag = following.last_modified = following.digest = ""
    following.save()


@action(
    "directory.following.check",
    subject=Following,
    label=_("Look now"),
    allow=rules.may_add,
    moves=("state", (_S.LOOKING, _S.READY, *_RUNNING), None),
    event=events.FeedAsked,
)
def check_now(following: Following, *, now: datetime) -> None:
    """Have it read as soon as possible."""
    following.next_check_at = now
    following.save(update_fields=["next_check_at"])


@action(
    "directory.following.accept",
    subject=Following,
    label=_("Take it in"),
    allow=rules.may_keep,
    moves=("state", (_S.HELD,), _S.OK),
    event=events.HeldFeedDecided,
)
def accept_held(following: Following, *, now: datetime) -> Done:
    """Believe the one answer that was held back. Should it have changed since, it is looked at anew."""
    following.accepted = following.digest
    following.key = following.offered_key or following.key
    following.offered_key = following.etag = following.last_modified = following.digest = ""
    following.findings, following.next_check_at = [], now
    following.save()
    return Done(facts={"take": True})


@action(
    "directory.following.refuse",
    subject=Following,
    label=_("Leave it as it is"),
    allow=rules.may_keep,
    moves=("state", (_S.HELD,), _S.OK),
    event=events.HeldFeedDecided,
)
def refuse_held(following: Following, *, now: datetime) -> Done:
    """Keep what is here. The same answer is not asked about again; another one is."""
    following.findings, following.offered_key = [], ""
    following.save()
    return Done(facts={"take": False})


@action(
    "directory.following.stop",
    subject=Following,
    label=_("Stop following"),
    allow=rules.may_keep,
    moves=("state", (_S.LOOKING, _S.READY, *_RUNNING), _S.STOPPED),
    event=events.FollowingStopped,
)
def stop_following(following: Following, *, withdraw: bool, now: datetime) -> Done:
    """Ask no more. With `withdraw` its records are taken out of search soon; without, they stay."""
    following.withdraw, following.next_check_at, following.findings = withdraw, None, []
    following.save()
    following.groups.all().delete()
    return Done(facts={"withdraw": withdraw})


@action(
    "directory.following.note",
    subject=Following,
    label=_("Note what a reading came to"),
    allow=only_by_trellis,
    event=events.FeedChecked,
)
def note_check(following: Following, *, outcome: str, values: dict[str, Any], signed: list[Origin] | None = None, now: datetime) -> Done:
    """A reading that went well: "same", "taken" or "ready". `signed` are the origins that came with it."""
    following.n_failures, following.failure = 0, ""
    following.last_checked_at = now
    following.next_check_at = now + _pause(following)
    if outcome == "ready":
        following.state, following.next_check_at = _S.READY, None
    elif outcome == "taken" or following.state == _S.FAILING:
        following.state = _S.OK
    if outcome == "taken":
        following.last_changed_at, following.findings, following.offered_key = now, [], ""
    for name, value in values.items():
        setattr(following, name, value)
    following.save()
    if signed:
        _replace(signed)
    return Done(facts={"outcome": outcome, "n_signed": len(signed or ())})


def _replace(signed: list[Origin]) -> None:
    fields = ["following", "origin_id", "home", "place_name", "said", "signature", "key", "via"]
    Origin.objects.bulk_create(signed, batch_size=200, update_conflicts=True, update_fields=fields, unique_fields=["kind", "record_id"])


@action(
    "directory.following.hold",
    subject=Following,
    label=_("Hold back what looks odd"),
    allow=only_by_trellis,
    event=events.FeedHeld,
)
def hold_back(following: Following, *, findings: list[dict], values: dict[str, Any], now: datetime) -> Done:
    """Take in nothing and ask a keeper. `findings` are codes, counts and names of records, without personal data."""
    following.state, following.findings = _S.HELD, findings
    following.n_failures, following.failure = 0, ""
    following.last_checked_at, following.next_check_at = now, now + _pause(following)
    for name, value in values.items():
        setattr(following, name, value)
    following.save()
    return Done(facts={"findings": " ".join(each["code"] for each in findings)})


@action(
    "directory.following.fail",
    subject=Following,
    label=_("Note that it could not be read"),
    allow=only_by_trellis,
    event=events.FeedFailed,
)
def note_failure(following: Following, *, failure: str, now: datetime) -> Done:
    """Nothing was taken; the next try is later each time, a week at most."""
    following.n_failures = min(following.n_failures + 1, 1000)
    following.failure, following.last_checked_at = failure, now
    following.next_check_at = now + min(_pause(following) * 2 ** min(following.n_failures - 1, 10), LONGEST_PAUSE)
    if following.state in (_S.OK, _S.LOOKING):
        following.state = _S.FAILING if following.source.last_read_at else _S.LOOKING
    if following.state == _S.LOOKING:
        following.next_check_at = None
    following.save()
    return Done(facts={"failure": failure, "in_a_row": following.n_failures})


def _pause(following: Following) -> timedelta:
    return timedelta(hours=1) if following.every == HowOften.HOUR else timedelta(days=1)


@action(
    "directory.following.groups",
    subject=Following,
    label=_("Note the groups that agreed to be found"),
    allow=only_by_trellis,
    event=events.GroupsElsewhereRead,
)
def note_groups(following: Following, *, groups: list[GroupElsewhere], etag: str, now: datetime) -> Done:
    """Replace what is known of a followed place's groups."""
    following.groups.all().delete()
    GroupElsewhere.objects.bulk_create(groups, batch_size=500, ignore_conflicts=True)
    following.interests_etag = etag
    following.save(update_fields=["interests_etag"])
    return Done(facts={"n": len(groups)})
