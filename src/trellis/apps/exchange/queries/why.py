"""Why somebody is asked, in a sentence or three, from the codes that the match keeps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from trellis.apps.exchange.models import Limit, Match
from trellis.core.ui.words import distance, listed


def why_them(match: Match) -> str:
    """For whoever asked: why this one."""
    why: dict[str, Any] = match.why
    said = []
    if "km" in why:
        said.append(_("They are about %(distance)s away.") % {"distance": distance(max(why["km"], 0.5) * 1000)})
    times = {"all": _("The time suits them."), "part": _("Part of the time suits them."), "any": _("They can be asked at any time.")}
    said.append(times.get(why.get("time", ""), ""))
    if why.get("same_group"):
        said.append(_("You are in the same group."))
    if why.get("limits"):
        said.append(_("They meet what must be so: %(limits)s.") % {"limits": _limits(why)})
    return " ".join(filter(None, said))


def why_you(match: Match) -> str:
    """For whoever is asked: why you."""
    why: dict[str, Any] = match.why
    said = [_("You offered this: %(kind)s.") % {"kind": match.offer.get_kind_display().lower()}]
    if "km" in why:
        said.append(_("It is about %(distance)s from you.") % {"distance": distance(max(why["km"], 0.5) * 1000)})
    times = {"all": _("It is at a time that you named."), "part": _("Part of it is at a time that you named.")}
    said.append(times.get(why.get("time", ""), ""))
    if why.get("never_asked"):
        said.append(_("You have not been asked before."))
    elif why.get("days_not_asked"):
        said.append(_("You have not been asked for a while."))
    return " ".join(filter(None, said))


def _limits(why: dict[str, Any]) -> str:
    known = {str(code): str(label) for code, label in Limit.choices}
    return listed(known[each].lower() for each in why["limits"] if each in known)
