"""Results as a sheet of paper needs them: the hours of every week, because "open now" is no use on a wall."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.search.models import SearchCard
from trellis.core.search.query import Result
from trellis.core.ui.words import here, when
from trellis.interfaces.web.results import freshness, open_words
from trellis.kernels.hours import Group, Note, Rule, day_runs, from_compact, grouped

MOST_GROUPS = 3
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Row:
    """One result on paper."""

    name: str
    line: str
    address: str
    phone: str
    note: str


def rows(results: Sequence[Result], *, now: datetime) -> list[Row]:
    """The results with their weekly hours; one query for those, however many rows."""
    rules = _rules(results)
    listed = []
    for result in results:
        card = result.card
        confirmed, stale = freshness(result.confirmed_on, "", now=now)
        hours = hours_line(rules.get((result.kind, result.ref.hex, result.part), []), on=here(now).date())
        listed.append(
            Row(
                name=card.get("name", ""),
                line=open_words(result, now=now)[1] if result.closed_until or not hours else hours,
                address=card.get("address", "") or card.get("locality", ""),
                phone=card.get("phone", ""),
                note=confirmed or stale,
            )
        )
    return listed


def _rules(results: Iterable[Result]) -> dict[tuple[str, str, str], list[Rule]]:
    cards = SearchCard.objects.filter(ref__in=[result.ref for result in results]).values_list("kind", "ref", "part", "rules")
    return {(kind, ref.hex, part): from_compact(text.split("\n")) if text else [] for kind, ref, part, text in cards}


def hours_line(rules: Sequence[Rule], *, on: date) -> str:
    """ "Mon to Fri 09:00–17:00; 1st Tue of the month 19:00–20:30"; empty when nothing is known."""
    groups = grouped(rules, on=on)
    shown = [_group(group, on) for group in groups[:MOST_GROUPS]]
    return "; ".join(shown) + ("; …" if len(groups) > MOST_GROUPS else "")


def _group(group: Group, on: date) -> str:
    times = ", ".join(_times(opens, closes) for opens, closes in group.times)
    notes = [words for note in group.notes if (words := _note(note, on))]
    return " ".join(part for part in (_days(group.weekdays), ", ".join(notes), times) if part)


def _times(opens: int, closes: int | None) -> str:
    if closes is None:
        return _clock(opens)
    return _("all day and night") if opens % 1440 == closes % 1440 == 0 else f"{_clock(opens)}–{_clock(closes)}"


def _days(weekdays: tuple[int, ...]) -> str:
    if weekdays == EVERY_DAY:
        return _("Every day")
    runs = []
    for first, last in day_runs(weekdays):
        if last - first > 1:
            runs.append(_("%(first)s to %(last)s") % {"first": WEEKDAYS_ABBR[first], "last": WEEKDAYS_ABBR[last]})
        else:
            runs += [str(WEEKDAYS_ABBR[day]) for day in range(first, last + 1)]
    return ", ".join(runs)


def _note(note: Note, on: date) -> str:
    match note:
        case Note("nth", (n, weekday)):
            ordinals = {1: _("1st"), 2: _("2nd"), 3: _("3rd"), 4: _("4th"), 5: _("5th"), -1: _("last")}
            return _("%(which)s %(day)s of the month") % {"which": ordinals.get(n, n), "day": WEEKDAYS_ABBR[weekday]}
        case Note("weekday_of_month", (weekday,)):
            return str(WEEKDAYS_ABBR[weekday])
        case Note("month_day", (number,)):
            return _("last day of the month") if number == -1 else _("day %(number)d of the month") % {"number": number}
        case Note("every", (n,)):
            return ngettext("every %(count)d week", "every %(count)d weeks", n) % {"count": n}
        case Note("on", (day,)):
            return when(day)
        case Note("from", (day,)):
            return _("from %(day)s") % {"day": when(day)}
        case Note("until", (day,)):
            return _("until %(day)s") % {"day": when(day)} if day > on else ""
        case Note("term_time"):
            return _("in term time")
        case Note("appointment"):
            return _("by appointment")
    return ""


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
