"""What keeping records true needs told: still right?, claims, and what became of what somebody told us."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events
from trellis.apps.directory.models import Claim, Correspondent, Mistake, Suggestion
from trellis.apps.directory.queries.asking import address_of, editors_of, keepers, record_row
from trellis.apps.directory.queries.claiming import own_address
from trellis.core.letters import letter, tells
from trellis.core.log.people import person_of


@tells(events.ConfirmationAsked)
def a_correspondent_is_asked(fact, event) -> None:
    """Whoever knows the records: one letter with a link for each, and a link to stop."""
    to = Correspondent.objects.select_related("person").get(pk=event.subject_id)
    asked = to.requests.filter(sent_at=fact.at, used_at__isnull=True).order_by("asked_at", "pk")
    records = [
        {"name": str(row), "url": address_of(reverse("directory-still-right", args=[each.record_id, each.token]))}
        for each in asked
        if (row := record_row(each.kind, each.record_id)) is not None
    ]
    letter(
        fact,
        to=to.person or to.address,
        subject=_("Is this still right?"),
        template="directory/letters/still_right.txt",
        context={"records": records, "stop": address_of(reverse("directory-letters-stop", args=[to.pk, to.stop_token]))},
        language=to.language,
        channels=["email"] if to.person is None else None,
    )


@tells(events.ClaimMade)
def the_record_and_its_editors_hear_of_a_claim(fact, event) -> None:
    """A code goes to the record's own address; those who edit it already may object; keepers see what waits for them."""
    claim = Claim.objects.select_related("organization").get(pk=event.subject_id)
    if claim.way == Claim.Way.CODE:
        letter(
            fact,
            to=own_address(claim.organization),
            subject=_("Somebody asks to keep a page about you"),
            template="directory/letters/claim_code.txt",
            context={"code": claim.code, "organization": claim.organization.name},
            language=claim.organization.language,
            channels=["email"],
        )
    path = reverse("directory-keep-claim", args=[claim.pk])
    for editor in editors_of(claim.organization):
        letter(
            fact,
            to=editor,
            subject=_("Somebody asks to keep a page that you keep"),
            template="directory/letters/claim_made.txt",
            path=path,
        )
    if claim.way != Claim.Way.CODE:
        for keeper in keepers():
            letter(fact, to=keeper, subject=_("Something waits for you to look at"), template="directory/letters/waits.txt", path=path)


@tells(events.ClaimObjected)
def keepers_hear_of_an_objection(fact, event) -> None:
    """Each keeper: they decide."""
    path = reverse("directory-keep-claim", args=[event.subject_id])
    for keeper in keepers():
        letter(fact, to=keeper, subject=_("Something waits for you to look at"), template="directory/letters/waits.txt", path=path)


@tells(events.ClaimDecided, events.ClaimTried)
def both_sides_hear_how_a_claim_ended(fact, event) -> None:
    """Whoever claimed hears the end; those who keep the record hear it too."""
    claim = Claim.objects.select_related("organization", "person").get(pk=event.subject_id)
    if claim.state not in (Claim.State.APPROVED, Claim.State.REFUSED):
        return
    approved = claim.state == Claim.State.APPROVED
    letter(
        fact,
        to=claim.person or claim.address,
        subject=_("What you asked for has been looked at"),
        template="directory/letters/claim_decided.txt",
        context={"approved": approved, "reason": claim.decision_reason},
        path=reverse("directory-keep") if approved else "",
        language=claim.language,
    )
    for editor in editors_of(claim.organization):
        if editor.pk != claim.person_id:
            letter(
                fact,
                to=editor,
                subject=_("A page that you keep"),
                template="directory/letters/claim_ended.txt",
                context={"approved": approved},
                path=reverse("directory-keep-claim", args=[claim.pk]),
            )


@tells(events.SuggestionDecided)
def whoever_suggested_hears_what_became_of_it(fact, event) -> None:
    """Only somebody who left an e-mail address for an answer."""
    told = Suggestion.objects.get(pk=event.subject_id)
    if "@" in told.teller:
        published = told.state != Suggestion.State.DECLINED
        letter(
            fact,
            to=told.teller.strip(),
            subject=_("What you told us has been looked at"),
            template="directory/letters/told_decided.txt",
            context={"published": published, "answer": told.answer},
            path=reverse("directory-organization", args=[told.organization_id]) if told.organization_id else "",
            language=told.language,
            channels=["email"],
        )


@tells(events.MistakeSettled)
def whoever_reported_hears_what_became_of_it(fact, event) -> None:
    """Only somebody who left an e-mail address for an answer."""
    told = Mistake.objects.get(pk=event.subject_id)
    if "@" in told.teller and told.state != Mistake.State.WAITING:
        letter(
            fact,
            to=told.teller.strip(),
            subject=_("What you told us has been looked at"),
            template="directory/letters/told_decided.txt",
            context={"published": told.state == Mistake.State.FIXED, "answer": told.answer},
            language=told.language,
            channels=["email"],
        )


@tells(events.MergeProposed)
def keepers_hear_that_two_may_be_one(fact, event) -> None:
    """Each keeper but the one who proposed it."""
    proposer = person_of(fact)
    for keeper in keepers():
        if proposer is None or keeper.pk != proposer.pk:
            letter(
                fact,
                to=keeper,
                subject=_("Something waits for you to look at"),
                template="directory/letters/waits.txt",
                path=reverse("directory-keep-merge", args=[event.subject_id]),
            )
