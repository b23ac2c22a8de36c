"""What is odd about a followed list, why it could not be read, and how much it holds: in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.ui.parts import Answer

NEVER = frozenset({"html", "unreadable", "empty", "signature"})
"""Findings that cannot be taken in: there is nothing to take, or nobody answers for it."""


def may_be_taken(findings: list[dict[str, Any]]) -> bool:
    """Whether a keeper may say yes to a list in spite of what is odd about it."""
    return not NEVER & {each["code"] for each in findings}


def findings_in_words(findings: list[dict[str, Any]]) -> list[str]:
    """A sentence for each thing that is odd, with a few names where they help."""
    found = []
    for each in findings:
        sentence = _sentence(each)
        if each.get("examples"):
            sentence += " " + _("For example: %(names)s.") % {"names": "; ".join(each["examples"])}
        found.append(sentence)
    return found


def _sentence(each: dict[str, Any]) -> str:
    n, of = each.get("n", 0), each.get("of", 0)
    numbers = {"n": n, "of": of}
    words = {
        "html": _("A web page came back where the list was. The list may have moved."),
        "unreadable": _("What came back cannot be read as a list."),
        "empty": _("The list is empty. Before, it had %(of)d records.") % numbers,
        "signature": _("The signature does not hold: somebody may have changed the list on its way."),
        "key": _("The list is signed with another key than before. Ask the people there whether they changed it."),
        "kind": _("The list is written in another form than before."),
        "all_new": _("No record has the mark that it had before: %(n)d records look new, and all %(of)d that we know would go.") % numbers,
        "doubled": _("%(n)d of %(of)d records stand in the list twice.") % numbers,
        "lost": _("%(n)d of %(of)d records are missing all at once.") % numbers,
        "grown": _("The list has %(n)d records; before, it had %(of)d.") % numbers,
        "renamed": _("%(n)d of %(of)d names are different all at once.") % numbers,
        "moved": _("%(n)d of %(of)d places are somewhere else all at once.") % numbers,
        "zone": _("The opening times of %(n)d of %(of)d records moved by the same time: their time zone may be wrong.") % numbers,
    }
    return words.get(each["code"], _("Something about the list is odd."))


def failure_in_words(code: str) -> str:
    """Why a list could not be read; "" when it could."""
    if not code:
        return ""
    words = {
        "private": _("This address is not on the public web, so it is not asked."),
        "missing": _("There is nothing at this address."),
        "unreachable": _("The address did not answer as a list should, or says that it is another place."),
        "cut_off": _("The list broke off on the way. Nothing of it was taken."),
        "html": _("A web page came back where a list was expected."),
        "unreadable": _("What came back cannot be read as a list of this kind."),
        "empty": _("The list is empty."),
        "signature": _("The signature does not hold: somebody may have changed the list on its way."),
    }
    return words.get(code, _("The list could not be read."))


def counted(counts: dict[str, dict[str, int]]) -> list[Answer]:
    """How many records of each kind are new, changed, the same, gone or not fit to take."""
    kinds = {
        "organization": _("Organizations"), "location": _("Places"), "space": _("Spaces"), "service": _("Services"),
        "meeting": _("Meetings"), "activity": _("Activities"), "responsibility": _("Who does what"),
    }  # fmt: skip
    found = []
    for kind, told in counts.items():
        said = [
            ngettext("%(n)d new", "%(n)d new", told.get("added", 0)) % {"n": told.get("added", 0)} if told.get("added") else "",
            ngettext("%(n)d changed", "%(n)d changed", told["changed"]) % {"n": told["changed"]} if told.get("changed") else "",
            ngettext("%(n)d as before", "%(n)d as before", told["unchanged"]) % {"n": told["unchanged"]} if told.get("unchanged") else "",
            ngettext("%(n)d gone", "%(n)d gone", told["gone"]) % {"n": told["gone"]} if told.get("gone") else "",
            ngettext("%(n)d not fit to take", "%(n)d not fit to take", told["refused"]) % {"n": told["refused"]}
            if told.get("refused")
            else "",
        ]
        if any(said):
            found.append(Answer(label=kinds.get(kind, kind), value=", ".join(filter(None, said))))
    return found
