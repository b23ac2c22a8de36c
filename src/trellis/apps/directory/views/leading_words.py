"""Who leads, in words and small pictures: the line on a page, the ladder, how it changed, and how to go up a rung."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.leadership import Experience, LeadershipAnswer, LeadershipPicture, Question, Stands, TakesPart, Who
from trellis.apps.directory.queries import leadership
from trellis.apps.directory.queries.experienced import ALIKE, MOST
from trellis.apps.directory.queries.ladder import Rung, next_steps, rung_of, standing_of

RUNGS = {
    Rung.NONE: gettext_lazy("Not on the ladder yet"),
    Rung.CONTRIBUTION: gettext_lazy("Small contributions"),
    Rung.RECRUITED: gettext_lazy("People asked to do a task"),
    Rung.ADVISORY: gettext_lazy("Members of an advisory board"),
    Rung.INTEGRATED: gettext_lazy("Inside a service"),
    Rung.INDEPENDENT: gettext_lazy("Independent, with a service’s support"),
    Rung.SELF_GOVERNING: gettext_lazy("Self-governing"),
}
MEANINGS = {
    Rung.CONTRIBUTION: gettext_lazy("The people it is for help with small things, such as making tea or answering a survey."),
    Rung.RECRUITED: gettext_lazy("They are asked in to do a task that others have set."),
    Rung.ADVISORY: gettext_lazy("They advise; others decide."),
    Rung.INTEGRATED: gettext_lazy("They lead or decide, within something that is not, or not wholly, their own."),
    Rung.INDEPENDENT: gettext_lazy("A group of its own that they lead and decide in, beside or with the support of a service."),
    Rung.SELF_GOVERNING: gettext_lazy("A group of its own that they lead and decide in, and that nobody else can end."),
}


@dataclass(frozen=True)
class DrawnRung:
    """A rung of the picture: where, which, and whose mark stands on it."""

    number: int
    name: str
    y: int
    claimed: bool
    members: bool
    service: bool


@dataclass(frozen=True)
class Ladder:
    """The picture of the six rungs, the highest first, and the same in words."""

    rungs: list[DrawnRung]
    text: str
    rung: int
    name: str

    @property
    def lit(self) -> int:
        """From where down the ladder is coloured."""
        return next((each.y for each in self.rungs if each.claimed), 0)


def ladder_of(place: leadership.Place) -> Ladder:
    """The picture with the marks of each side."""
    rungs = [
        DrawnRung(int(rung), str(RUNGS[rung]), (6 - rung) * 22 + 14, rung == place.claimed, rung == place.members, rung == place.service)
        for rung in sorted(Rung, reverse=True)
        if rung
    ]
    parts = [rung_sentence(place.claimed)]
    if place.members:
        parts.append(_("As members experience it: rung %(rung)d of 6, %(name)s.") % _named(place.members))
    if place.service:
        parts.append(_("As a service beside it sees it: rung %(rung)d of 6, %(name)s.") % _named(place.service))
    return Ladder(rungs, " ".join(parts), int(place.claimed), str(RUNGS[place.claimed]))


def _named(rung: Rung) -> dict[str, Any]:
    return {"rung": int(rung), "name": str(RUNGS[rung])}


def rung_sentence(rung: Rung) -> str:
    """The place on the ladder as the initiative's own answers give it."""
    if not rung:
        return _("What was said does not reach the first rung of the ladder.")
    return _("As it says itself: rung %(rung)d of 6, %(name)s.") % _named(rung)


@dataclass(frozen=True)
class LeadsLine:
    """The line and the picture for a reader who is about something else."""

    leads: str
    decides: str
    contested: bool
    drifted: bool
    ladder: Ladder


def line_about(organization: Organization) -> LeadsLine | None:
    """What a page about an organization, or about what it offers, says of who leads. One query; None while nothing was answered."""
    rows = LeadershipAnswer.objects.filter(organization=organization).select_related("organization__leadership_picture")
    rounds = list(rows.order_by("answered_on", "id"))
    own = [each for each in rounds if each.by_id == organization.pk]
    answer = next((each for each in own if each.replaced_on is None), None)
    if answer is None:
        return None
    picture = getattr(answer.organization, "leadership_picture", None)
    beside = [each for each in rounds if each.by_id != organization.pk and each.replaced_on is None]
    return LeadsLine(
        leads=str(Who(answer.leads).label),
        decides=str(Who(answer.decides).label),
        contested=bool(leadership.contested(picture)),
        drifted=any(each.moved < 0 for each in leadership.changes_between(own)[-4:]),
        ladder=ladder_of(leadership.place_of(answer, picture, beside)),
    )


@dataclass(frozen=True)
class Row:
    """One question with all views of it, side by side."""

    question: str
    label: str
    said: str
    words: str
    members: str
    contested: bool
    beside: list[tuple[str, str]] = field(default_factory=list)
    reply: Any = None


def rows_of(answer: LeadershipAnswer, picture: LeadershipPicture | None, beside: Iterable[LeadershipAnswer]) -> list[Row]:
    """The four questions, what the initiative says, what its members say together, and what services beside it say."""
    replies = leadership.replies_to(answer)
    contested = leadership.contested(picture)
    told = picture.content.get("questions", {}) if picture else {}
    beside = list(beside)
    return [
        Row(
            question=question.value,
            label=str(question.label),
            said=str(Who(getattr(answer, question)).label),
            words=answer.words.get(question, ""),
            members=_members_say(told.get(question)),
            contested=question in contested,
            beside=[(each.by.name, str(Who(getattr(each, question)).label)) for each in beside],
            reply=replies.get(question),
        )
        for question in Question
    ]


def _members_say(told: dict[str, str] | None) -> str:
    if not told:
        return ""
    if told["spread"] == ALIKE:
        return _("Members who told us see it much the same way.")
    instead = str(Who(told["instead"]).label) if told.get("instead") in Who.values else ""
    if told["spread"] == MOST:
        return (
            _("Most members who told us say: “%(who)s”.") % {"who": instead}
            if instead
            else _("Most members who told us see this differently.")
        )
    return _("Several members say: “%(who)s”.") % {"who": instead} if instead else _("Several members see this differently.")


def drift_sentences(own: list[LeadershipAnswer]) -> list[str]:
    """How the initiative's own answers changed, the newest change first."""
    return [_drift(each) for each in reversed(leadership.changes_between(own))]


def _drift(change: leadership.Change) -> str:
    words = {
        "question": str(Question(change.question).label),
        "before": change.before_on.year,
        "after": change.after_on.year,
        "was": str(Who(change.before).label),
        "is": str(Who(change.after).label),
    }
    if change.moved < 0:
        return (
            _("“%(question)s” moved away from the community: in %(before)d the answer was “%(was)s”, in %(after)d it became “%(is)s”.")
            % words
        )
    if change.moved > 0:
        return (
            _("“%(question)s” moved towards the community: in %(before)d the answer was “%(was)s”, in %(after)d it became “%(is)s”.")
            % words
        )
    return _("“%(question)s” changed: in %(before)d the answer was “%(was)s”, in %(after)d it became “%(is)s”.") % words


@dataclass(frozen=True)
class Stop:
    """One round of answers on the time line: where it is drawn, its year and its rung."""

    x: int
    y: int
    year: int
    rung: int
    name: str


@dataclass(frozen=True)
class Timeline:
    """The rungs over the years as a line, and the same in words."""

    stops: list[Stop]
    path: str
    text: str


def timeline_of(own: list[LeadershipAnswer]) -> Timeline | None:
    """The initiative's own place on the ladder from round to round; None with fewer than two rounds."""
    if len(own) < 2:
        return None
    shown = own[-6:]
    gap = 270 // (len(shown) - 1)
    stops = []
    for number, each in enumerate(shown):
        rung = rung_of(standing_of(each))
        stops.append(Stop(20 + number * gap, 82 - int(rung) * 11, each.answered_on.year, int(rung), str(RUNGS[rung])))
    path = f"M{stops[0].x} {stops[0].y}" + "".join(f"H{each.x}V{each.y}" for each in stops[1:])
    text = " → ".join(_("%(year)d: rung %(rung)d, %(name)s") % {"year": each.year, "rung": each.rung, "name": each.name} for each in stops)
    return Timeline(stops, path, text)


def facts_of(answer: LeadershipAnswer) -> list[tuple[str, str]]:
    """What else was answered, for a summary list."""
    supporter = answer.supporter.name if answer.supporter else ""
    supported = (supporter or _("Yes")) if answer.supported else _("No")
    experiences = [str(Experience(each).label) for each in answer.experiences if each in Experience.values]
    return [
        (_("What it is"), str(Stands(answer.stands).label)),
        (_("A service it could not do without"), supported),
        (_("What those who lead have lived through"), "\n".join([*experiences, *filter(None, [answer.experience_words])])),
        (_("How else people take part"), "\n".join(str(TakesPart(each).label) for each in answer.takes_part if each in TakesPart.values)),
    ]


STEPS = {
    "decides_together": gettext_lazy(
        "Let the people it is for decide together with you: give them half of the seats where money and rules are decided, and let"
        " them set the agenda."
    ),
    "leads_together": gettext_lazy(
        "Let people it is for lead together with staff: share the chair, pay for their time, and hand over one meeting in two."
    ),
    "decides": gettext_lazy(
        "Leave decisions to the people it is for: a committee that they elect, whose decisions stand without somebody else’s signature."
    ),
    "leads": gettext_lazy(
        "Let people it is for lead: somebody who has been there takes over the week-by-week running, with a person beside them at first."
    ),
    "own_body": gettext_lazy(
        "Become a group of its own: a page of rules that members agree, a name, and a bank account with two signatures. Registering can"
        " wait."
    ),
    "less_dependent": gettext_lazy(
        "Make sure that no single service can end it: a second source of money, a written agreement for the room, keys of your own."
    ),
    "advisory": gettext_lazy(
        "Begin an advisory board with real papers, minutes that all can read, and an answer to each piece of advice within a month."
    ),
    "recruited": gettext_lazy(
        "Ask people it is for to do something that matters, such as training staff or checking a leaflet, and pay them for it."
    ),
    "contributions": gettext_lazy("Begin small: ask people it is for to help on the day, and ask them afterwards what they would change."),
}
"""How each change of queries/ladder.py is made, in words that somebody can act on next week."""


@dataclass(frozen=True)
class Way:
    """One way up: what to do, all of it."""

    steps: list[str]


def ways_up(answer: LeadershipAnswer) -> list[Way]:
    """What would move the initiative to the next rung, each way by itself enough."""
    return [Way([str(STEPS[code]) for code in way]) for way in next_steps(standing_of(answer))]
