"""What is said of a line: only what a turn that somebody holds and has begun covers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.apps.gatherings.models.warmline import ContactType, Medium
from trellis.apps.gatherings.queries.warmline import Staffed
from trellis.core.ui.words import clock, when


def staffed_words(staffed: Staffed) -> list[str]:
    """Whole sentences, the most important first."""
    if staffed.closed:
        return [_("This line has closed.")]
    if staffed.is_on:
        return [_("Somebody is on now, until %(time)s.") % {"time": clock(staffed.until)}]
    said = [_("Nobody is on now.")]
    if staffed.n_resting:
        said = [_("Nobody is on right now. Whoever is here takes a short break.")]
    elif staffed.expected_since is not None:
        said.append(_("Somebody was to begin at %(time)s and has not begun yet.") % {"time": clock(staffed.expected_since)})
    if staffed.next_at is not None:
        said.append(_("Next: %(when)s.") % {"when": when(staffed.next_at)})
    else:
        said.append(_("Nobody has taken the next turn yet, so we cannot say when."))
    return said


def part_words(what: str) -> str:
    """What a count is called."""
    if what == "protocol":
        return _("The steps for a crisis were used")
    if what == "referral":
        return _("Other help was offered")
    kind, _colon, code = what.partition(":")
    return str(dict(Medium.choices if kind == "medium" else ContactType.choices).get(code, code))
