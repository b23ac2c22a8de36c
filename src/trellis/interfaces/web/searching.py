"""Asks the index what a person asked of the page."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import get_language

from trellis.apps.directory.queries.calendar import opening_calendar
from trellis.core.search.finding import find
from trellis.core.search.query import MILE, Found, Query
from trellis.core.ui.words import here
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.choices import SENSITIVE_CATEGORIES, WEEKDAYS
from trellis.interfaces.web.factwords import with_facts_from_words
from trellis.interfaces.web.openings import opening_wanted
from trellis.interfaces.web.timewords import with_time_from_words
from trellis.interfaces.web.where import Where, where_meant

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question as it was understood and as it was typed, where it was meant, and what was found."""

    asked: Asked
    typed: Asked
    where: Where
    found: Found
    now: datetime
    at: datetime | None = None
    """The moment that was asked about, when it is not now."""

    @property
    def is_sensitive(self) -> bool:
        """Whether somebody who looks over a shoulder should not see this page: asked about, or what the words found above all.

        One refuge among twenty food banks tells nothing; a way out on every page would frighten people and be overlooked.
        """
        if SENSITIVE_CATEGORIES.intersection(self.asked.filters.get("category", ())):
            return True
        if not self.asked.words:
            return False
        sensitive = [bool(result.card.get("sensitive")) for result in self.found.results]
        return any(sensitive[:3]) or sum(sensitive) * 4 > len(sensitive)


def answer(asked: Asked, *, now: datetime, page_size: int = PAGE_SIZE) -> Answer:
    """What is found for a question. `now` is aware."""
    understood = with_facts_from_words(with_time_from_words(with_facts_from_words(asked)))
    where = where_meant(understood)
    query = query_for(understood, where, now=now, page_size=page_size)
    found = found_for(query, now=now)
    if not found.total and query.at and understood.day in WEEKDAYS and not understood.on and query.at.date() == here(now).date():
        # Nothing is left of today: whoever says "Sunday" on a Sunday night means the next one.
        query = replace(query, **opening_wanted(replace(understood, on=query.at.date() + timedelta(days=7)), here(now)))
        found = found_for(query, now=now)
    return Answer(
        asked=understood,
        typed=asked,
        where=where,
        found=found,
        now=now,
        at=query.at if query.at and query.at > now else None,
    )


def found_for(query: Query, *, now: datetime) -> Found:
    """The search, by the place's own calendar of holidays and school terms."""
    return find(query, now=now, calendar=opening_calendar())


def query_for(asked: Asked, where: Where, *, now: datetime, page_size: int = PAGE_SIZE) -> Query:
    """The question as the index takes it."""
    return Query(
        words=where.words,
        position=where.position,
        radius_m=round(asked.within * MILE) if asked.within and where.position else None,
        filters=asked.filters,
        order=asked.order if asked.order != "near" or where.position else "best",
        page=asked.page,
        page_size=page_size,
        language=get_language() or "en",
        as_typed=asked.as_typed,
        **opening_wanted(asked, here(now)),
    )
