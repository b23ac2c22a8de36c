"""Which fact of asking and helping is told to whom. Subjects name nobody and nothing; the words stay on the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.events import asking as events
from trellis.apps.exchange.models import Handover, HandoverState, Match, Need, RelayNote, Side
from trellis.apps.people.queries.blocks import hides
from trellis.core.letters import letter, tells

QUIET = timedelta(hours=2)
"""After a note, further ones of the same side within this time bring no letter of their own."""

_QUESTION = _("There is a question for you")
_ANSWER = _("There is an answer for you")
_ARRANGED = _("Something you said yes to")
_COMING = _("Something you agreed on is coming up")
_THANKS = _("Somebody says thank you")


def _to_asker(fact, need: Need, subject, template: str, *, path: str = "", context: dict[str, Any] | None = None) -> None:
    """Whoever asked; somebody without an account by e-mail, if they wished, and then with the page for their number."""
    name = f"exchange/asking/letters/{template}.txt"
    if need.person is not None:
        letter(fact, to=need.person, subject=subject, template=name, path=path or reverse("exchange-need", args=[need.pk]), context=context)
    elif need.email:
        told = {**(context or {}), "by_number": True}
        letter(fact, to=need.email, subject=subject, template=name, path=reverse("exchange-receipt"), context=told, language=need.language)


def _to_helper(fact, match: Match, subject, template: str, *, page: str = "exchange-match", context=None) -> None:
    letter(
        fact,
        to=match.offer.person,
        subject=subject,
        template=f"exchange/asking/letters/{template}.txt",
        path=reverse(page, args=[match.pk]),
        context=context,
    )


def _match(match_id: str) -> Match:
    return Match.objects.select_related("need__person", "offer__person").get(pk=match_id)


def _handover(handover_id: str) -> Handover:
    return Handover.objects.select_related("match__need__person", "match__offer__person").get(pk=handover_id)


def _blocked(match: Match) -> bool:
    return match.need.person is not None and match.offer.person_id in hides(match.need.person)


def _to_both(fact, match: Match, subject, template: str, *, but: str = "", context: dict[str, Any] | None = None) -> None:
    """The two, without the one who did it; nobody where a block stands between them."""
    if _blocked(match):
        return
    if but != Side.ASKER:
        _to_asker(fact, match.need, subject, template, path=reverse("exchange-match", args=[match.pk]), context=context)
    if but != Side.HELPER:
        _to_helper(fact, match, subject, template, context=context)


@tells(events.MatchAsked)
def the_helper_is_asked(fact, event) -> None:
    """Whoever is asked; neither what nor who stands in it."""
    _to_helper(fact, _match(event.subject_id), _QUESTION, "asked", page="exchange-asked")


@tells(events.MatchAccepted)
def the_asker_hears_of_a_yes(fact, event) -> None:
    """Whoever asked, unless the yes has settled it."""
    match = _match(event.subject_id)
    if match.need.state == "open":
        _to_asker(fact, match.need, _ANSWER, "yes")


@tells(events.MatchChosen)
def the_two_hear_that_it_goes_on(fact, event) -> None:
    """Whoever said yes; and whoever asked, where the first yes settled it."""
    match = _match(event.subject_id)
    _to_helper(fact, match, _ARRANGED, "chosen")
    if match.need.choosing == "first":
        _to_asker(fact, match.need, _ANSWER, "found")


@tells(events.MatchPassed)
def who_said_yes_is_thanked(fact, event) -> None:
    """Whoever had said yes; others need no letter."""
    if event.had_said_yes:
        _to_helper(fact, _match(event.subject_id), _("Thank you for saying yes"), "passed", page="exchange-asked")


@tells(events.MatchEnded)
def the_other_hears_that_it_ended(fact, event) -> None:
    """The other one, where something was arranged. It does not say why, nor who."""
    match = _match(event.subject_id)
    if match.chosen_at is None:
        return
    if event.by != Side.ASKER:
        _to_asker(fact, match.need, _("Something you arranged has ended"), "ended")
    if event.by != Side.HELPER:
        _to_helper(fact, match, _("Something you arranged has ended"), "ended_helper")


@tells(events.NoteWritten)
def the_other_hears_that_there_is_a_note(fact, event) -> None:
    """The other one, not more than once in two hours."""
    note = RelayNote.objects.select_related("match__need__person", "match__offer__person").get(pk=event.subject_id)
    earlier = note.match.notes.filter(side=note.side, written_at__gt=note.written_at - QUIET).exclude(pk=note.pk)
    if not earlier.exists():
        _to_both(fact, note.match, _("Somebody wrote to you"), "note", but=note.side)


@tells(events.HandoverSuggested)
def the_other_is_asked_to_agree(fact, event) -> None:
    """The other one."""
    _to_both(fact, _handover(event.subject_id).match, _QUESTION, "suggested", but=event.by)


@tells(events.HandoverAgreed)
def the_other_hears_that_it_is_agreed(fact, event) -> None:
    """Whoever suggested it."""
    _to_both(fact, _handover(event.subject_id).match, _ANSWER, "agreed", but=event.by)


@tells(events.HandoverCalledOff)
def the_other_hears_that_it_is_called_off(fact, event) -> None:
    """The other one; no reason was asked."""
    _to_both(fact, _handover(event.subject_id).match, _("Something you agreed on is called off"), "called_off", but=event.by)


@tells(events.HandoverReminded)
def the_two_are_reminded(fact, event) -> None:
    """The two."""
    handover = _handover(event.subject_id)
    _to_both(fact, handover.match, _COMING, "soon", context={"at": handover.begins_at})


@tells(events.HandoverAskedAfter)
def the_two_are_asked_whether_it_happened(fact, event) -> None:
    """The two."""
    _to_both(fact, _handover(event.subject_id).match, _QUESTION, "did_it")


@tells(events.HandoverSettled)
def the_other_hears_what_was_said(fact, event) -> None:
    """The other one, when one said that it was done or not; nobody when it was closed without a word."""
    if event.by and event.state in (HandoverState.DONE, HandoverState.NOT_DONE):
        _to_both(fact, _handover(event.subject_id).match, _ANSWER, "settled", but=event.by)


@tells(events.HelperThanked)
def the_helper_hears_thanks(fact, event) -> None:
    """Whoever helped."""
    match = _handover(event.subject_id).match
    if not _blocked(match):
        _to_helper(fact, match, _THANKS, "thanked")


@tells(events.NeedClosed)
def the_asker_hears_that_nobody_was_found(fact, event) -> None:
    """Whoever asked, where nobody could be found in time."""
    if event.outcome == "nobody":
        need = Need.objects.select_related("person").get(pk=event.subject_id)
        _to_asker(fact, need, _ANSWER, "nobody")
