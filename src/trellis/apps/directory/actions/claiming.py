"""Claims: "this is ours". Proved by a code to the record's own address, by a call, or in words; the role of an editor follows.

Nothing of the record's contact is told to whoever claims: not the address, not whether the code arrived. What somebody without an
account does is bound to the id of their claim, which only they were given. Every try is in the log.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.checks import InvalidRecord, Problem
from trellis.apps.directory.actions.roles import give_role
from trellis.apps.directory.models import Claim, Organization
from trellis.apps.directory.models.upkeep_asking import address_index
from trellis.apps.directory.models.upkeep_claiming import MOST_TRIES
from trellis.apps.directory.models.vocabulary import Status
from trellis.apps.directory.queries.claiming import has_editors, ways_to_prove
from trellis.core.access import anyone, only_by_trellis
from trellis.core.actions import Done, NotFound, WrongState, action, as_program, current_person
from trellis.core.jobs import every, job
from trellis.core.people.models import Grant, Person
from trellis.core.ui.words import here
from trellis.kernels.text import read_code

TIME_TO_OBJECT = timedelta(days=7)
CODE_HOLDS = timedelta(days=3)
MOST_CLAIMS = 3
"""Claims on one organization in a month that were not granted, also those taken back; more would be a way to pester it with codes."""

Way, State = Claim.Way, Claim.State


@action("directory.claim.make", subject=Organization, label=_("This is ours"), allow=anyone, event=events.ClaimMade)
def make_claim(organization: Organization, *, way: str, address: str, name: str = "", words: str = "", now: datetime) -> Done:
    """Say that a record is ours to keep. With a code, one letter goes to the record's own address; gives back the claim."""
    if way not in ways_to_prove(organization):
        raise InvalidRecord([Problem("way", _("Choose one of the answers offered."))])
    if way == Way.WORDS and not words.strip():
        raise InvalidRecord([Problem("words", _("Say how we can know that it is yours."))])
    if organization.status != Status.ACTIVE:
        raise WrongState(_("This has ended. Tell us that it runs again first."))
    recent = Claim.objects.filter(organization=organization, claimed_at__gt=now - timedelta(days=30))
    if recent.exclude(state=State.APPROVED).count() >= MOST_CLAIMS:
        raise WrongState(_("This has been claimed several times lately. A keeper will look at that first."))
    if Claim.objects.filter(organization=organization, address_index=address_index(address), state__in=Claim.OPEN).exists():
        raise WrongState(_("You have claimed this already. Use the page that you were given."))
    claim = Claim.objects.create(
        organization=organization,
        address=address.strip(),
        address_index=address_index(address),
        name=name.strip(),
        words=words.strip(),
        language=get_language() or "en",
        way=way,
        state=State.CODE_SENT if way == Way.CODE else State.WAITING,
        claimed_at=now,
        objection_until=_objection_day(organization, now),
    )
    return Done(claim, {"organization": str(organization.pk), "way": way}, subject=claim)


def _objection_day(organization: Organization, now: datetime):
    return here(now).date() + TIME_TO_OBJECT if has_editors(organization) else None


@action("directory.claim.prove", label=_("Send the code"), allow=anyone, event=events.ClaimTried)
def prove_claim(*, claim_id: uuid.UUID, code: str, now: datetime) -> Done:
    """Try a code. Right: the claim is granted, at once or when the time to object is over. Five times wrong: it is refused.

    Gives back whether the code was right.
    """
    claim = _own_claim(claim_id)
    if claim.state != State.CODE_SENT:
        raise WrongState(_("No code is needed here any more."))
    if claim.claimed_at + CODE_HOLDS < now:
        raise WrongState(_("This code is too old. Take this claim back, and claim again."))
    claim.n_tries += 1
    right = constant_time_compare(read_code(code), claim.code)
    if right:
        claim.proved_at, claim.state = now, State.WAITING
        claim.save()
        if claim.objection_until is None:
            _grant(claim, now)
    elif claim.n_tries >= MOST_TRIES:
        _decide(claim, State.REFUSED, str(_("Too many wrong codes were typed.")), now)
    else:
        claim.save(update_fields=["n_tries"])
    return Done(right, {"right": right}, subject=claim)


@action("directory.claim.withdraw", label=_("Take it back"), allow=anyone, event=events.ClaimDecided)
def withdraw_claim(*, claim_id: uuid.UUID, now: datetime) -> Done:
    """Take one's claim back."""
    claim = _own_claim(claim_id)
    if claim.state not in Claim.OPEN:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    _decide(claim, State.WITHDRAWN, "", now)
    return Done(None, {"state": claim.state}, subject=claim)


def _own_claim(claim_id: uuid.UUID) -> Claim:
    claim = Claim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise NotFound("directory.claim")
    return claim


@action(
    "directory.claim.object",
    subject=Claim,
    label=_("This is wrong"),
    allow=rules.may_object,
    moves=("state", (State.CODE_SENT, State.WAITING), State.OBJECTED),
    event=events.ClaimObjected,
)
def object_to_claim(claim: Claim, *, reason: str, now: datetime) -> None:
    """Say, as somebody who keeps the record already, that a claim is wrong; a keeper then decides."""
    if not reason.strip():
        raise WrongState(_("Say why, so that a keeper can decide."))
    if claim.objection_until is not None and here(now).date() > claim.objection_until:
        raise WrongState(_("The time to object is over. Write to a keeper."))
    claim.objection, claim.objected_by = reason.strip(), current_person()
    claim.save(update_fields=["objection", "objected_by"])


@action(
    "directory.claim.approve",
    subject=Claim,
    label=_("It is theirs"),
    allow=rules.may_approve_claim,
    moves=("state", (State.WAITING, State.OBJECTED), None),
    event=events.ClaimDecided,
)
def approve_claim(claim: Claim, *, reason: str = "", now: datetime) -> Done:
    """Make whoever claims an editor. Not before the time to object is over, unless those who may object already have."""
    if claim.state == State.WAITING and claim.objection_until is not None and here(now).date() <= claim.objection_until:
        raise WrongState(_("Those who keep this record already may still object. Decide when their time is over."))
    _grant(claim, now, reason)
    return Done(claim.person, {"state": claim.state})


@action(
    "directory.claim.refuse",
    subject=Claim,
    label=_("It is not theirs"),
    allow=rules.may_keep,
    moves=("state", Claim.OPEN, None),
    event=events.ClaimDecided,
)
def refuse_claim(claim: Claim, *, reason: str, now: datetime) -> Done:
    """Refuse a claim, with a reason that whoever claims can read."""
    if not reason.strip():
        raise WrongState(_("Say why, for whoever claims it."))
    _decide(claim, State.REFUSED, reason.strip(), now)
    return Done(None, {"state": claim.state})


@action("directory.claim.let_in", label=_("It is theirs"), allow=only_by_trellis, event=events.ClaimDecided)
def let_in(*, claim_id: uuid.UUID, now: datetime) -> Done:
    """Grant a proved claim to which nobody objected in time; the program does this each night."""
    claim = _own_claim(claim_id)
    over = claim.objection_until is None or here(now).date() > claim.objection_until
    if claim.state != State.WAITING or claim.proved_at is None or not over:
        raise WrongState(_("This can no longer be done. Somebody may have been here before you."))
    _grant(claim, now)
    return Done(claim.person, {"state": claim.state}, subject=claim)


def _grant(claim: Claim, now: datetime, reason: str = "") -> None:
    person = Person.objects.filter(email__iexact=claim.address).first() or Person.objects.create_user(
        email=claim.address, display_name=claim.name[:80], language=claim.language
    )
    if not Grant.objects.filter(person=person, role="editor", scope_id=str(claim.organization_id)).exists():
        give_role(person, role="editor", organization=claim.organization, now=now)
    claim.person = person
    _decide(claim, State.APPROVED, reason.strip(), now)


def _decide(claim: Claim, state: Any, reason: str, now: datetime) -> None:
    claim.state, claim.decision_reason = state, reason
    claim.decided_at, claim.decided_by = now, current_person()
    claim.save()


@every("day at 05:50")
@job()
def settle_claims() -> int:
    """Grant proved claims whose time to object is over, and refuse those whose code nobody typed; how many."""
    now = timezone.now()
    today = here(now).date()
    with as_program():
        due = list(Claim.objects.filter(state=State.WAITING, proved_at__isnull=False, objection_until__lt=today))
        for claim in due:
            let_in(claim_id=claim.pk, now=now)
        lapsed = Claim.objects.filter(state=State.CODE_SENT, claimed_at__lt=now - 10 * CODE_HOLDS)
        for claim in lapsed:
            withdraw_claim(claim_id=claim.pk, now=now)
    return len(due)
