"""The form of a United Kingdom postcode, however it is typed."""

import re
from typing import NamedTuple

# Royal Mail, Programmers' Guide to the Postcode Address File: outward code, then digit and two letters (not C I K M O V).
_OUTWARD = r"(?:GIR|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY]))"
_POSTCODE = re.compile(rf"({_OUTWARD})([0-9][ABD-HJLNP-UW-Z]{{2}})?")
_SEPARATORS = re.compile(r"[\s.\-]+")


class Postcode(NamedTuple):
    """Its two halves, such as "CO15" and "1AA"; `inward` is empty when only the first half was given."""

    outward: str
    inward: str

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}".rstrip()

    @property
    def compact(self) -> str:
        """Small letters and digits without a space: "co151aa"."""
        return (self.outward + self.inward).lower()


def read_postcode(text: str) -> Postcode | None:
    """A full postcode or its first half, in any case and with or without spaces; None when it has not that form.

    Whether the postcode exists is not known here.
    """
    if len(text) > 20:
        return None
    compact = _SEPARATORS.sub("", text).upper()
    # The second half is always three characters, so CO11AA can only be CO1 1AA.
    found = _POSTCODE.fullmatch(compact)
    return Postcode(found[1], found[2] or "") if found else None
