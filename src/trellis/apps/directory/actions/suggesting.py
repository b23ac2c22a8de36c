"""Suggesting an initiative that nobody had listed, without an account or from a paper form; a keeper publishes it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory import events, rules
from trellis.apps.directory.actions.checks import InvalidRecord, Problem, check
from trellis.apps.directory.actions.editing import approve_change
from trellis.apps.directory.actions.publishing import model_of
from trellis.apps.directory.models import Organization, RecordKind, Revision, Suggestion
from trellis.apps.directory.models.records import (
    ContactRecord,
    LocationRecord,
    OrganizationRecord,
    PlaceOfService,
    Record,
    ScheduleRecord,
    ServiceRecord,
    to_plain,
)
from trellis.apps.directory.models.upkeep_telling import code_index, follow_code
from trellis.apps.directory.models.vocabulary import OrganizationKind, ServiceKind, Visibility
from trellis.core.access import anyone
from trellis.core.actions import Done, WrongState, action, current_person
from trellis.kernels.text import code_is_valid, read_code

CHANNEL = "suggestion"


@dataclass(kw_only=True)
class SuggestionRecord:
    """What somebody tells of an initiative: plain answers, as asked one a page."""

    name: str = ""
    sort: str = OrganizationKind.INITIATIVE
    about: str = ""
    place: str = ""
    town: str = ""
    postal_code: str = ""
    weekdays: list[int] = field(default_factory=list)
    opens_at: str = ""
    closes_at: str = ""
    when_note: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    reach_visibility: str = Visibility.PUBLIC
    teller: str = ""


_LONGEST = {
    "name": 255, "about": 4000, "place": 255, "town": 120, "postal_code": 20, "when_note": 500, "phone": 60, "email": 254,
    "website": 500, "teller": 200,
}  # fmt: skip


def _check(told: SuggestionRecord) -> None:
    problems = [] if told.name.strip() else [Problem("name", _("This needs a name."))]
    for name, longest in _LONGEST.items():
        if len(getattr(told, name)) > longest:
            problems.append(Problem(name, _("This must be %(longest)d characters or fewer.") % {"longest": longest}))
    if told.sort not in OrganizationKind.values:
        problems.append(Problem("sort", _("Choose one of the answers offered.")))
    if told.reach_visibility not in Visibility.values:
        problems.append(Problem("reach_visibility", _("Choose one of the answers offered.")))
    if problems:
        raise InvalidRecord(problems)
    for each in _records(told, "").values():
        if each is not None:
            check(each)


def _keep(told: SuggestionRecord, *, now: datetime, **more: Any) -> Suggestion:
    _check(told)
    key = uuid.uuid4()
    plain = {name: getattr(told, name) for name in SuggestionRecord.__dataclass_fields__ if name not in ("phone", "email", "website")}
    return Suggestion.objects.create(
        id=key,
        code_index=code_index(follow_code(key)),
        reach={"phone": told.phone, "email": told.email, "website": told.website},
        language=get_language() or "en",
        told_at=now,
        **plain,
        **more,
    )


@action("directory.suggestion.make", label=_("Send"), allow=anyone, event=events.SomethingSuggested)
def suggest(*, told: SuggestionRecord, now: datetime) -> Done:
    """Keep a suggestion for a keeper; gives back its row with the code to follow it by."""
    suggestion = _keep(told, now=now)
    return Done(suggestion, subject=suggestion)


@action("directory.suggestion.key_in", label=_("Keep this form"), allow=rules.may_key_in, event=events.SomethingSuggested)
def key_in(*, told: SuggestionRecord, sheet: str = "", now: datetime) -> Done:
    """Keep what came on paper; a sheet's number counts once, so that no form is typed twice."""
    sheet = read_code(sheet)
    if sheet and not code_is_valid(sheet):
        raise InvalidRecord([Problem("sheet", _("This is not the number of a form. Look again, or leave it empty."))])
    if sheet and Suggestion.objects.filter(sheet=sheet).exists():
        raise InvalidRecord([Problem("sheet", _("The form with this number was typed in already."))])
    suggestion = _keep(told, now=now, on_paper=True, sheet=sheet, keyed_by=current_person())
    return Done(suggestion, subject=suggestion)


@action(
    "directory.suggestion.publish",
    subject=Suggestion,
    label=_("Publish"),
    allow=rules.may_keep,
    moves=("state", (Suggestion.State.WAITING,), None),
    event=events.SuggestionDecided,
)
def publish_suggestion(suggestion: Suggestion, *, answer: str = "", now: datetime) -> Done:
    """Publish it through review: a proposed record for the group, its place and what it does, each approved now.

    Gives back the new organization. Nothing in it counts as confirmed: the group itself has not said so yet.
    """
    told = told_of(suggestion)
    made = _records(told, suggestion.language)
    organization = _through_review(made["organization"], None, suggestion, now)
    location = None
    if made["location"] is not None:
        made["location"].organization_key = str(organization.pk)
        location = _through_review(made["location"], organization, suggestion, now)
    if made["service"] is not None:
        made["service"].organization_key = str(organization.pk)
        if location is not None:
            made["service"].places = [PlaceOfService(location_key=str(location.pk))]
        _through_review(made["service"], organization, suggestion, now)
    suggestion.organization_id = organization.pk
    _decide(suggestion, Suggestion.State.PUBLISHED, answer, now)
    return Done(organization, {"state": suggestion.state, "organization": str(organization.pk)})


def _through_review(record: Record, organization: Organization | None, suggestion: Suggestion, now: datetime) -> Any:
    model = model_of(record)
    key = uuid.uuid4()
    plain = to_plain(record)
    revision = Revision.objects.create(
        kind=RecordKind(model._meta.model_name),
        record_id=key,
        organization_id=organization.pk if organization else key,
        is_new=True,
        content=plain,
        before={},
        changed=sorted(plain),
        note="",
        channel="paper" if suggestion.on_paper else CHANNEL,
        proposed_by=None,
        proposed_at=suggestion.told_at,
    )
    return approve_change(revision, now=now)


@action(
    "directory.suggestion.leave",
    subject=Suggestion,
    label=_("Do not publish"),
    allow=rules.may_keep,
    moves=("state", (Suggestion.State.WAITING,), None),
    event=events.SuggestionDecided,
)
def leave_suggestion(suggestion: Suggestion, *, answer: str, listed_as: Organization | None = None, now: datetime) -> Done:
    """Do not publish it: it is listed already (as what), or there is another reason; whoever told it reads why."""
    if listed_as is None and not answer.strip():
        raise WrongState(_("Say why, for whoever suggested it."))
    suggestion.organization_id = listed_as.pk if listed_as else None
    state = Suggestion.State.LISTED if listed_as else Suggestion.State.DECLINED
    _decide(suggestion, state, answer, now)
    return Done(None, {"state": state, "organization": str(listed_as.pk) if listed_as else ""})


def _decide(suggestion: Suggestion, state: str, answer: str, now: datetime) -> None:
    suggestion.state, suggestion.answer = state, answer.strip()
    suggestion.decided_at, suggestion.decided_by = now, current_person()
    suggestion.save()


def told_of(suggestion: Suggestion) -> SuggestionRecord:
    """A suggestion's answers in their plain form."""
    plain = {name: getattr(suggestion, name) for name in SuggestionRecord.__dataclass_fields__ if name not in ("phone", "email", "website")}
    return SuggestionRecord(**plain, **{name: suggestion.reach.get(name, "") for name in ("phone", "email", "website")})


def _records(told: SuggestionRecord, language: str) -> dict[str, Record | None]:
    """The records that a suggestion becomes: always an organization; a place and a gathering where it says where and when."""
    reach = ContactRecord(phone=told.phone, email=told.email, visibility=told.reach_visibility)
    contacts = [reach] if told.phone or told.email else []
    spoken = (language or "en").partition("-")[0]
    organization = OrganizationRecord(
        name=told.name.strip(), kind=told.sort, description=told.about, website=told.website, contacts=contacts, language=spoken
    )
    has_place = bool(told.place or told.town or told.postal_code)
    location = None
    if has_place:
        location = LocationRecord(name=told.place, city=told.town, postal_code=told.postal_code)
    schedules = []
    if told.weekdays:
        schedules = [
            ScheduleRecord(
                weekdays=sorted(told.weekdays),
                opens_at=told.opens_at,
                closes_at=told.closes_at if told.opens_at else "",
                description=told.when_note,
            )
        ]
    service = None
    if schedules or told.when_note or has_place:
        meets = told.sort in (OrganizationKind.PEER_GROUP, OrganizationKind.FAITH_BODY, OrganizationKind.INITIATIVE)
        service = ServiceRecord(
            name=told.name.strip(),
            kind=ServiceKind.ACTIVITY if meets else ServiceKind.SERVICE,
            description="\n\n".join(filter(None, [told.about, "" if schedules else told.when_note])),
            schedules=schedules,
            language=spoken,
        )
    return {"organization": organization, "location": location, "service": service}
