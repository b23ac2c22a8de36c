"""From a search result to the card on the page: where, when, why, how fresh, in words.

Twenty of these are made for a page, so labels are looked up once a page (`Words`) and not once a card.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from trellis.apps.directory.models.vocabulary import CATEGORIES, OrganizationKind, ServiceKind
from trellis.core.search.query import Result, Why
from trellis.core.ui.parts import Card, Fact
from trellis.core.ui.words import ago, distance, here, when

STALE_AFTER = timedelta(days=365)
SOON = timedelta(minutes=60)
LONGEST_SUMMARY = 160


@dataclass(slots=True)
class Words:
    """The words that many cards share, translated once for a page."""

    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Words":
        return cls(
            facts={
                ("cost", "free"): Fact(label=_("Free"), icon="coin"),
                ("cost", "donation"): Fact(label=_("Give what you can"), icon="coin"),
                ("cost", "paid"): Fact(label=_("You pay"), icon="coin"),
                ("step_free", "yes"): Fact(label=_("Step-free"), icon="ramp"),
                ("step_free", "partly"): Fact(label=_("Partly step-free"), icon="ramp"),
                ("step_free", "no"): Fact(label=_("Not step-free"), icon="warning"),
                ("attendance", "online"): Fact(label=_("Online"), icon="globe"),
                ("attendance", "phone"): Fact(label=_("By phone"), icon="phone"),
                ("referral", "none"): Fact(label=_("Just turn up"), icon="check"),
                ("referral", "required"): Fact(label=_("Somebody has to refer you"), icon="info"),
            },
            kinds={
                ServiceKind.MEETING: _("Meeting"),
                ServiceKind.ACTIVITY: _("Activity"),
                ServiceKind.RESPONSIBILITY: _("Who does what"),
                "space": _("Space to use"),
                "organization": _("Organization"),
                OrganizationKind.PEER_GROUP: _("Peer group"),
                **{code: str(label) for code, label in CATEGORIES.items()},
            },
        )


def cards(results: Iterable[Result], *, now: datetime, at: datetime | None = None, first: int | None = None) -> list[Card]:
    """The cards of a page of results, numbered from `first` as the map numbers its pins. `at`: the moment asked about, if not now."""
    words = Words.now()
    return [_card(result, words, now, at, None if first is None else first + number) for number, result in enumerate(results)]


def words_of(card: dict) -> tuple[str, str, str]:
    """Name and summary, in the reader's language where they were translated, and the language they are in."""
    if translations := card.get("translations"):
        language = get_language() or ""
        for code in (language, language.split("-")[0]):
            if code in translations:
                return (*translations[code], code)
    return card.get("name", ""), card.get("summary", ""), card.get("language") or "en"


def _card(result: Result, words: Words, now: datetime, at: datetime | None, number: int | None) -> Card:
    card = result.card
    state, line = open_words(result, now=now, at=at)
    confirmed, stale = freshness(result.confirmed_on, card.get("confirmed_by", ""), now=now)
    name, summary, language = words_of(card)
    return Card(
        name=name,
        url=address_of(result),
        anchor=f"r{number}" if number else "",
        number=number,
        organization=organization_line(card),
        kinds=kinds(card, words),
        why=why_words(result),
        summary=shortened(summary),
        distance=how_far(result),
        locality=locality(result),
        open_state=state,
        open_line=line,
        facts=[words.facts[fact] for fact in fact_codes(card) if fact in words.facts],
        confirmed=confirmed,
        stale=stale,
        language=language,
    )


ROUGHLY_HERE_METRES = 2_500


def how_far(result: Result) -> str:
    """The distance; of a position that stands for a whole town only roughly, and not at all within that town."""
    if not result.card.get("approximate") or result.distance_m is None:
        return distance(result.distance_m)
    if result.distance_m < ROUGHLY_HERE_METRES:
        return ""
    return _("about %(distance)s") % {"distance": distance(result.distance_m)}


def address_of(result: Result) -> str:
    """The page of the record itself."""
    return reverse(f"directory-{result.kind}", args=[result.ref])


def organization_line(card: Mapping[str, Any]) -> str:
    """Who offers it, unless its name says so already."""
    organization = card.get("organization", "")
    return "" if organization == card.get("name") else organization


def kinds(card: Mapping[str, Any], words: Words) -> list[str]:
    """What sort of thing it is: its kind when it is not simply a service, then at most two categories."""
    categories = [code for code in card.get("categories", ()) if code != "place"]
    codes = [card.get("kind", ""), *categories[:2]]
    return list(dict.fromkeys(words.kinds[code] for code in codes if code in words.kinds))


def fact_codes(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What people filter by, as far as it is known."""
    return [
        ("cost", card.get("cost", "")),
        ("step_free", card.get("step_free", "")),
        ("referral", card.get("referral", "")),
        *(("attendance", value) for value in card.get("attendance", ())),
    ]


def open_words(result: Result, *, now: datetime, at: datetime | None = None) -> tuple[str, str]:
    """(state of the design system, the line to show). With `at`, the state is that of a later moment, and the words say so."""
    if result.closed_until and result.closed_until >= here(now).date():
        return "paused", _("Closed for now, back after %(day)s") % {"day": when(result.closed_until, now=now)}
    if result.state == "open":
        return _open_then(result, at, now) if at else _open_now(result, now)
    if result.opens_at is not None:
        state = "soon" if result.opens_at - now <= SOON else "closed"
        if result.card.get("kind") == ServiceKind.MEETING:
            return state, _("Next %(when)s") % {"when": when(result.opens_at, now=now)}
        return state, _("Opens %(when)s") % {"when": when(result.opens_at, now=now)}
    if result.state == "appointment":
        return "unknown", _("By appointment")
    if result.state == "closed" or result.card.get("closed"):
        return "paused", _("Closed for now")
    if result.card.get("kind") == ServiceKind.RESPONSIBILITY:
        return "unknown", ""
    return "unknown", _("Times not known: ask before you go")


def _open_now(result: Result, now: datetime) -> tuple[str, str]:
    if result.until is None:
        return "now", _("Open now")
    if result.until - now <= SOON:
        return "soon", _("Closes soon, at %(time)s") % {"time": clock(result.until)}
    if here(result.until).date() == here(now).date():
        return "now", _("Open now until %(time)s") % {"time": clock(result.until)}
    return "now", _("Open now until %(when)s") % {"when": when(result.until, now=now)}


def _open_then(result: Result, at: datetime, now: datetime) -> tuple[str, str]:
    if result.until is None:
        return "now", _("Open %(when)s") % {"when": when(at, now=now)}
    return "now", _("Open %(when)s, until %(time)s") % {"when": when(at, now=now), "time": clock(result.until)}


def clock(moment: datetime) -> str:
    local = here(moment)
    return f"{local.hour:02}:{local.minute:02}"


def locality(result: Result) -> str:
    """The town, and at how many further places it is."""
    town = result.card.get("locality", "")
    if not result.also_at:
        return town
    others = ngettext("also at %(count)d other place", "also at %(count)d other places", result.also_at) % {"count": result.also_at}
    return f"{town} · {others}" if town else others


def why_words(result: Result) -> str:
    """Why it is here, from the strongest reason on; nothing when no words were looked for."""
    sentences = [_why(why) for why in result.why]
    return " ".join(sentence for sentence in sentences[:3] if sentence)


def _why(why: Why) -> str:
    words = ", ".join(why.words)
    if not words:
        return ""
    templates = {
        "name": _("Named “%(words)s”."),
        "terms": _("About “%(words)s”."),
        "organization": _("Run by an organization named “%(words)s”."),
        "text": _("Says “%(words)s” in its description."),
        "missing": _("Does not say “%(words)s”."),
    }
    return templates.get(why.code, "") % {"words": words}


def freshness(confirmed_on: date | None, confirmed_by: str, *, now: datetime) -> tuple[str, str]:
    """(when it was last confirmed, or a warning that this is long ago)."""
    if confirmed_on is None:
        return "", _("Nobody has confirmed this yet. Ask before you go.")
    words = {"ago": ago(confirmed_on, now=now), "who": confirmed_by}
    if here(now).date() - confirmed_on > STALE_AFTER:
        return "", _("Last confirmed %(ago)s. Ask before you go.") % words
    if confirmed_by:
        return _("Confirmed %(ago)s by %(who)s") % words, ""
    return _("Confirmed %(ago)s") % words, ""


def shortened(text: str) -> str:
    """The beginning of a text, to a whole word."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    return f"{text[:LONGEST_SUMMARY].rsplit(' ', 1)[0].rstrip(',.;:')}…"
