"""The year of the demo place: bank holidays, and school terms such as Essex sets them."""

from datetime import date

from trellis.apps.directory.actions.calendar import ensure_holidays, ensure_terms

HOLIDAY_YEARS = (2026, 2027, 2028)

# Half terms lie between the two stretches of a term.
SCHOOL_TERMS = (
    (date(2026, 9, 1), date(2026, 10, 23), "Autumn term, first half"),
    (date(2026, 11, 2), date(2026, 12, 18), "Autumn term, second half"),
    (date(2027, 1, 4), date(2027, 2, 12), "Spring term, first half"),
    (date(2027, 2, 22), date(2027, 3, 25), "Spring term, second half"),
    (date(2027, 4, 12), date(2027, 5, 28), "Summer term, first half"),
    (date(2027, 6, 7), date(2027, 7, 21), "Summer term, second half"),
)


def make_calendar() -> None:
    """Give the demo place its holidays and terms; safe to repeat."""
    ensure_holidays(HOLIDAY_YEARS)
    ensure_terms(SCHOOL_TERMS)
