"""The facts of a record as a page shows them: words already translated, nothing that is not public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from trellis.apps.directory.models import Location, Organization, Schedule, Service, Space
from trellis.apps.directory.models import vocabulary as words
from trellis.apps.directory.models.vocabulary import Access, Attendance, Cost, Mark, Referral, Status
from trellis.apps.directory.queries.calendar import opening_calendar
from trellis.apps.directory.queries.opening import rules_of, schedules_at, status_at, zone_of
from trellis.apps.directory.views.hours_words import open_days, status_words
from trellis.core.texts import LocalText, localized
from trellis.core.ui.parts import Answer, Fact, OpenDay
from trellis.core.ui.words import ago, listed, when

STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Hours:
    """When something is open: the line for now, and the table."""

    state: str
    line: str
    days: list[OpenDay]
    notes: list[str]
    elsewhere: str = ""


@dataclass(frozen=True)
class Whereabouts:
    """Where a location is, as far as it may be said."""

    lines: list[str]
    secret: bool
    geo: str
    transport: str
    access: list[Fact]
    access_note: str
    parking: str
    language: str
    location_id: Any = None


@dataclass(frozen=True)
class PlaceShown:
    """A place of a service: where, when there, and what differs there."""

    where: Whereabouts
    hours: Hours | None
    note: str


@dataclass(frozen=True)
class ContactLine:
    """A way to reach somebody."""

    who: str
    phone: str
    email: str
    note: str


@dataclass(frozen=True)
class Notice:
    """A banner about a record's state."""

    heading: str
    text: str
    tone: str = "warning"


@dataclass(frozen=True)
class Provenance:
    """When a record was last confirmed, by whom, and where it came from."""

    confirmed: str
    stale: str
    source: str = ""
    attribution: str = ""
    mistake_url: str = ""
    claim_url: str = ""


@dataclass
class Texts:
    """The texts of a record in the reader's language, or in the language they were written in."""

    by_name: dict[str, LocalText] = field(default_factory=dict)

    def __getattr__(self, name: str) -> LocalText:
        try:
            return self.by_name[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def texts_of(row: Any, *names: str) -> Texts:
    """These fields of a record in the reader's language where a translation is there."""
    language = get_language() or "en"
    return Texts({name: localized(row, name, language) for name in names})


@dataclass(frozen=True)
class OtherLanguage:
    """A record's own words in a language that is not the page's."""

    name: str
    code: str
    heading: str
    paragraphs: list[str]
    machine: bool


def other_languages(row: Any) -> list[OtherLanguage]:
    """What people wrote about a record in further languages, for readers who choose none for the whole page."""
    here = (get_language() or "en").partition("-")[0]
    found = []
    for code, told in sorted((row.translations or {}).items()):
        if code.partition("-")[0] != here and told.get("description"):
            paragraphs = [told["description"], *filter(None, [told.get("what_to_expect", "")])]
            found.append(OtherLanguage(_own_name(code), code, told.get("name", ""), paragraphs, bool(told.get("machine"))))
    return found


def _own_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def hours_of(schedules: list[Schedule], *, now: datetime, at_location=None) -> Hours | None:
    """Opening hours in words; None when nobody has said any."""
    if not schedules:
        return None
    rules = rules_of(schedules)
    zone = zone_of(schedules, at_location)
    local = now.astimezone(zone).replace(tzinfo=None)
    state, line = status_words(status_at(rules, opening_calendar(""), zone=zone, now=now), now=local)
    elsewhere = now.astimezone(zone).utcoffset() != now.astimezone(zone_of([])).utcoffset()
    return Hours(
        state=state,
        line=line,
        days=open_days(rules, today=local.date()),
        notes=list(dict.fromkeys(each.description for each in schedules if each.description)),
        elsewhere=zone.key.replace("_", " ") if elsewhere else "",
    )


def general_hours(service: Service, *, now: datetime) -> Hours | None:
    """A service's hours where it names no place."""
    if service.at_locations.all():
        return None
    return hours_of(schedules_at(service, None), now=now)


def location_hours(location: Location, *, now: datetime) -> Hours | None:
    """When a building is open."""
    schedules = list(location.schedules.all())
    return hours_of(schedules, now=now)


def space_hours(space: Space, *, now: datetime) -> Hours | None:
    """When a space can be had."""
    return hours_of(list(space.schedules.all()), now=now)


def places(service: Service, *, now: datetime) -> list[PlaceShown]:
    """Every place of a service."""
    return [
        PlaceShown(
            where=whereabouts(each.location),
            hours=hours_of(schedules_at(service, each), now=now, at_location=each),
            note=each.description,
        )
        for each in service.at_locations.all()
    ]


def whereabouts(location: Location) -> Whereabouts:
    """Where a location is. Of a confidential one: the area, and nothing else."""
    if location.confidential:
        return Whereabouts(location.address_lines, True, "", "", [], "", "", location.language)
    geo = ""
    if location.latitude is not None and not location.approximate:
        geo = f"geo:{location.latitude:.5f},{location.longitude:.5f}"
    return Whereabouts(
        lines=location.address_lines,
        secret=False,
        geo=geo,
        transport=location.transportation,
        access=access_facts(location),
        access_note=location.accessibility_note,
        parking=location.parking,
        language=location.language,
        location_id=location.pk,
    )


def access_facts(location: Location) -> list[Fact]:
    """What is known of access; "no" is said as plainly as "yes", and not known is said too."""
    step_free = {
        Access.YES: Fact(label=_("Step-free"), icon="ramp"),
        Access.PARTLY: Fact(label=_("Partly step-free"), icon="ramp"),
        Access.NO: Fact(label=_("Not step-free"), icon="warning"),
    }
    facts = [step_free.get(location.step_free, Fact(label=_("Step-free access: not known"), icon="info"))]
    if location.accessible_toilet == Access.YES:
        facts.append(Fact(label=_("Accessible toilet"), icon="check"))
    if location.hearing_loop == Access.YES:
        facts.append(Fact(label=_("Hearing loop"), icon="check"))
    return facts


def service_chips(service: Service) -> list[Fact]:
    """The facts people choose by."""
    chips = []
    if service.cost == Cost.FREE:
        chips.append(Fact(label=_("Free"), icon="coin"))
    elif service.cost:
        chips.append(Fact(label=str(Cost(service.cost).label), icon="coin"))
    if service.referral in (Referral.NONE, Referral.SELF):
        chips.append(Fact(label=_("No referral needed"), icon="check"))
    elif service.referral == Referral.REQUIRED:
        chips.append(Fact(label=_("Somebody has to refer you"), icon="info"))
    if Attendance.ONLINE in service.attendance:
        chips.append(Fact(label=_("Online"), icon="globe"))
    if Attendance.PHONE in service.attendance:
        chips.append(Fact(label=_("By phone"), icon="phone"))
    return chips


def service_answers(service: Service) -> list[Answer]:
    """The rest, as questions a person has."""
    language = service.language
    answers = [
        Answer(label=_("How to start"), value=service.application_process, language=language),
        Answer(label=_("What you need"), value=service.required_documents, language=language),
        Answer(label=_("What it costs"), value=_cost(service), language=language),
        Answer(label=_("Who it is for"), value=_eligibility(service), language=language),
        Answer(label=_("Languages"), value=_languages(service)),
        Answer(label=_("Access"), value=service.accessibility_note, language=language),
        Answer(label=_("Joining online"), value=service.online_notes, language=language),
        Answer(label=_("By phone"), value=service.phone_notes, language=language),
        Answer(label=_("How long people wait"), value=service.wait_time, language=language),
        Answer(label=_("Categories"), value=listed(str(words.CATEGORIES[code]) for code in service.categories if code in words.CATEGORIES)),
        Answer(label=_("Subjects"), value=_subjects(service)),
        Answer(label=_("Accredited by"), value=service.accreditations, language=language),
    ]
    return [each for each in answers if each.value]


def _cost(service: Service | Space) -> str:
    label = str(Cost(service.cost).label) if service.cost else ""
    if service.fees_description:
        return f"{label}\n{service.fees_description}" if service.cost else service.fees_description
    return label


def _eligibility(service: Service) -> str:
    low, high = service.minimum_age, service.maximum_age
    ages = ""
    if low is not None and high is not None:
        ages = _("Ages %(low)d to %(high)d") % {"low": low, "high": high}
    elif low is not None:
        ages = _("Age %(low)d and over") % {"low": low}
    elif high is not None:
        ages = _("Up to age %(high)d") % {"high": high}
    return "\n".join(filter(None, [service.eligibility_description, ages]))


def _subjects(record: Service | Organization) -> str:
    """Our own plain terms in the reader's language; those of other lists as they were given."""
    return listed(_(term.name) for term in record.terms.all() if term.name)


def _languages(service: Service) -> str:
    names = [language_name(code) for code in service.languages]
    return "\n".join(filter(None, [listed(names), service.languages_note]))


SIGN_LANGUAGES = {"bfi": "British Sign Language", "isg": "Irish Sign Language", "ase": "American Sign Language"}


def language_name(code: str) -> str:
    """A language's name in the reader's language, or its code."""
    if code in SIGN_LANGUAGES:
        return SIGN_LANGUAGES[code]
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def organization_answers(organization: Organization) -> list[Answer]:
    """Facts of an organization."""
    answers = [
        Answer(label=_("Who leads it"), value=str(words.LedBy(organization.led_by).label) if organization.led_by else ""),
        Answer(label=_("Legal form"), value=organization.legal_status),
        Answer(label=_("Subjects"), value=_subjects(organization)),
    ]
    return [each for each in answers if each.value]


def space_answers(space: Space) -> list[Answer]:
    """Facts of a space."""
    answers = [
        Answer(label=_("How many people fit"), value=str(space.capacity or "")),
        Answer(label=_("What is there"), value=listed(str(words.FEATURES.get(code, code)) for code in space.features)),
        Answer(label=_("What it costs"), value=_cost(space), language=space.language),
        Answer(label=_("How to book"), value=space.how_to_book, language=space.language),
    ]
    return [each for each in answers if each.value]


def contact_lines(owners: Iterable[Any]) -> list[ContactLine]:
    """The contacts of these owners, as prefetched for the reader; equal ones once."""
    lines: dict[ContactLine, None] = {}
    for owner in owners:
        for each in owner.contacts.all():
            who = listed(filter(None, [each.name, each.title]))
            phone = f"{each.phone} ext. {each.extension}" if each.phone and each.extension else each.phone
            lines[ContactLine(who, phone, each.email, each.description)] = None
    return list(lines)


def ways_to_reach(service: Service) -> dict[str, Any]:
    """Contacts, website and e-mail address of a service; its organization's where it has none of its own."""
    organization = service.organization
    own = contact_lines([service, *service.at_locations.all()])
    return {
        "contacts": own or contact_lines([organization]),
        "website": service.website or organization.website,
        "email": service.email or ("" if own else organization.email),
    }


def notices(service: Service, *, now: datetime) -> list[Notice]:
    """What must be known before setting out: closed for now, or ended."""
    if service.marked == Mark.HIDDEN:
        return [
            Notice(_("We do not know whether this still runs"), _("Nobody has answered us for months, so search leaves it out. Ask first."))
        ]
    if service.status == Status.TEMPORARILY_CLOSED:
        reason = service.closed_reason or _("Ask before you go.")
        if service.closed_until:
            heading = _("Closed until %(day)s") % {"day": when(service.closed_until, now=now)}
            return [Notice(heading, reason)]
        return [Notice(_("Closed for now"), reason)]
    if service.status != Status.ACTIVE:
        return [Notice(_("This has ended"), _("It no longer shows in search. The page stays so that old links lead somewhere."))]
    return []


def provenance(row: Any, *, now: datetime) -> Provenance:
    """When a record was last confirmed; past a year it is said to be stale, never shown as fresh."""
    confirmed = stale = ""
    if row.marked:
        stale = _("We asked whether this is still right, and nobody answered. Ask before you go.")
    elif row.assured_on is None:
        stale = _("Nobody has confirmed this yet. Ask before you go.")
    elif row.assured_on < _today(now) - STALE_AFTER:
        stale = _("Last confirmed %(ago)s. Ask before you go.") % {"ago": ago(row.assured_on, now=now)}
    elif row.assured_by:
        confirmed = _("Confirmed %(ago)s by %(who)s") % {"ago": ago(row.assured_on, now=now), "who": row.assured_by}
    else:
        confirmed = _("Confirmed %(ago)s") % {"ago": ago(row.assured_on, now=now)}
    origin = (row.source.name, row.source.attribution) if row.source else ("", "")
    mistake = reverse("directory-mistake", args=[row._meta.model_name, row.pk])
    claim = reverse("directory-claim", args=[row.pk]) if isinstance(row, Organization) and row.status == Status.ACTIVE else ""
    return Provenance(confirmed, stale, *origin, mistake, claim)


def _today(now: datetime) -> date:
    return now.astimezone(zone_of([])).date()
