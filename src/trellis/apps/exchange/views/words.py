"""When something is needed or offered, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.apps.exchange.models import Repeats
from trellis.apps.exchange.models.terms import WhenAndWhere
from trellis.core.ui.words import day_name, listed, when


def time_words(row: WhenAndWhere) -> str:
    """ "Thursday, from 09:00 to 12:00, every week"; "Any time"."""
    if row.repeats == Repeats.ANYTIME:
        return _("Any time")
    day = when(row.on) if row.repeats == Repeats.ONCE else listed(day_name(each) for each in row.days)
    told = {"day": day, "begins": f"{row.begins:%H:%M}" if row.begins else "", "ends": f"{row.ends:%H:%M}" if row.ends else ""}
    if row.repeats == Repeats.ONCE:
        if told["ends"]:
            return _("%(day)s, from %(begins)s to %(ends)s") % told
        return _("%(day)s, from %(begins)s") % told if told["begins"] else day
    if told["ends"]:
        return _("Every week: %(day)s, from %(begins)s to %(ends)s") % told
    return _("Every week: %(day)s, from %(begins)s") % told if told["begins"] else _("Every week: %(day)s") % told
