"""Taking everything out, and being forgotten."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.models import Takeout
from trellis.apps.people.models.takeout import takeout_folder
from trellis.apps.people.queries.forgetting import last_holder_of
from trellis.core.actions import Done, WrongState, action
from trellis.core.fields.sealing import seal_bytes, unseal_bytes
from trellis.core.forgetting import Identity, also_forgets, takeout
from trellis.core.forgetting.erasing import erase
from trellis.core.jobs import every, job
from trellis.core.people.models import Person
from trellis.core.people.roles import ROLES

KEPT = timedelta(days=1)
HAND_ON_FIRST = _("You are the last one with the role “%(role)s”. Give it to somebody else first, so that the place goes on.")


@action("people.person.erase", subject=Person, label=_("Erase everything of mine"), allow=rules.may_erase, event=events.PersonErased)
def erase_person(person: Person, *, now: datetime) -> Done:
    """Erase a person: everything of theirs goes. The last steward or guardian hands the role on first."""
    role = last_holder_of(person)
    if role:
        raise WrongState(str(HAND_ON_FIRST) % {"role": ROLES[role].name})
    erased = erase(person, now=now)
    return Done(erased, {"rows": erased.total})


@action("people.takeout.ask", subject=Person, label=_("Put it together"), allow=rules.is_themselves, event=events.TakeoutAsked)
def ask_takeout(person: Person, *, now: datetime) -> Done:
    """Have everything of the person put together, in the place of what was put together before."""
    for earlier in Takeout.objects.filter(person=person):
        _remove(earlier)
    asked = Takeout.objects.create(person=person, asked_at=now, n_total=takeout.steps())
    make_takeout.enqueue(str(asked.pk))
    return Done(asked)


@action(
    "people.takeout.fetch",
    subject=Takeout,
    label=_("Download it"),
    allow=rules.is_own,
    moves=("state", (Takeout.State.READY,), Takeout.State.FETCHED),
    event=events.TakeoutFetched,
)
def fetch_takeout(asked: Takeout, *, now: datetime) -> bytes:
    """Give the person their takeout, once; the copy here is gone with it."""
    try:
        content = unseal_bytes(asked.path.read_bytes(), asked.place)
    except FileNotFoundError as gone:
        raise WrongState(_("This is no longer here. Ask for it again.")) from gone
    path = asked.path
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return content


@job(limit_seconds=600, attempts=2)
def make_takeout(takeout_id: str) -> str:
    """Put a takeout together, and lay it down sealed. Returns the state it ended in.

    Nothing of it touches the disk in the clear.
    """
    asked = Takeout.objects.select_related("person").filter(pk=takeout_id, state=Takeout.State.ASKED).first()
    if asked is None:
        return "nothing to do"

    def watch(done: int) -> None:
        Takeout.objects.filter(pk=asked.pk).update(n_done=done)

    try:
        content = takeout.as_bytes(asked.person, now=timezone.now(), watch=watch)
        lay_down(asked.path, seal_bytes(content, asked.place))
    except OSError:
        Takeout.objects.filter(pk=asked.pk).update(state=Takeout.State.FAILED)
        raise
    still_there = Takeout.objects.filter(pk=asked.pk, state=Takeout.State.ASKED)
    if not still_there.update(state=Takeout.State.READY, ready_at=timezone.now(), n_done=asked.n_total, n_bytes=len(content)):
        asked.path.unlink(missing_ok=True)
        return "nothing to do"
    return Takeout.State.READY


@every("hour")
@job()
def discard_takeouts() -> int:
    """Remove takeouts a day after they were asked for, and bytes that no row knows. Returns how many."""
    for old in Takeout.objects.filter(asked_at__lt=timezone.now() - KEPT):
        _remove(old)
    return _discard_unknown()


@also_forgets
def takeouts_of(them: Identity, now: datetime) -> int:
    """The bytes of the person's own takeouts go with the rows."""
    theirs = list(Takeout.objects.filter(person_id=them.person_id)) if them.person_id else []
    for each in theirs:
        _remove(each)
    return len(theirs)


def _remove(old: Takeout) -> None:
    path = old.path
    old.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def lay_down(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def _discard_unknown() -> int:
    if not takeout_folder().is_dir():
        return 0
    n = 0
    for path in takeout_folder().iterdir():
        try:
            known = Takeout.objects.filter(pk=path.name.lstrip("."), state__in=(Takeout.State.ASKED, Takeout.State.READY)).exists()
        except ValidationError:
            known = False
        if not known:
            path.unlink(missing_ok=True)
            n += 1
    return n
