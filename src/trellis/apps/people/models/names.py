"""Names that people choose: any script, kept as typed; nothing that could hide, turn or break the words around it."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from trellis.core.actions import Refused

LONGEST_NAME = 80
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of the text after them. Dropped: a page isolates each name by itself."""

STACKED = 6
"""Most marks on one letter. Living languages need three; more is a drawing that runs over other lines."""


class NameNotUsable(Refused):
    """A name that cannot be shown; the reason says what to do."""


def usable_name(text: str) -> str:
    """The name as it will be shown; NameNotUsable, with a sentence for the person, when it cannot be."""
    name = TURNING.sub("", text).strip()
    kinds = [unicodedata.category(sign) for sign in name]
    if any(kind in ("Cc", "Cs", "Cn", "Co", "Zl", "Zp") for kind in kinds):
        raise NameNotUsable(_("This name has a character in it that cannot be shown. Type it again rather than pasting it."))
    if not any(kind[0] in "LNS" for kind in kinds):
        raise NameNotUsable(_("Choose a name that can be seen and read: at least one letter, number or sign."))
    if len(name) > LONGEST_NAME:
        raise NameNotUsable(_("Make this name shorter: at most 80 characters."))
    if re.search("M" * (STACKED + 1), "".join("M" if kind in ("Mn", "Me") else "-" for kind in kinds)):
        raise NameNotUsable(_("This name has too many marks on one letter to be read. Leave some out."))
    return name
