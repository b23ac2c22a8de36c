"""Facts that people write at the end of their words: "peer group near Clacton, free and step-free".

Only at the end, and only as whole phrases: "free school meals" is about school meals that are free, and stays as it is. English only, as
the words of times are.
"""

import re
from dataclasses import replace

from trellis.interfaces.web.asking import Asked

_FACTS = {
    r"(?:with )?step[- ]free(?: access)?|wheelchair access(?:ible)?|(?:with )?(?:a )?ramp": ("step_free", "yes"),
    r"(?:for )?free(?: of charge)?|no cost": ("cost", "free"),
    r"online|by video": ("attendance", "online"),
    r"by phone": ("attendance", "phone"),
    r"no referral(?: needed)?|drop[- ]in": ("referral", "none"),
}
_AT_THE_END = [
    (re.compile(rf"^(?P<rest>.*?\S)(?:\s*,\s*|\s+)(?:and\s+)?(?:{words})$", re.IGNORECASE), fact) for words, fact in _FACTS.items()
]
"""In order: "step free" must be read before "free"."""
MOST_FACTS = 6


def with_facts_from_words(asked: Asked) -> Asked:
    """The question with the facts at the end of its words as filters; what was chosen already stays chosen."""
    if asked.literal:
        return asked
    for _fact in range(MOST_FACTS):
        shorter = _without_last(asked)
        if shorter is asked:
            break
        asked = shorter
    return asked


def _without_last(asked: Asked) -> Asked:
    for pattern, (facet, value) in _AT_THE_END:
        if found := pattern.match(asked.words):
            kept = asked if asked.filters.get(facet) else asked.with_filter(facet, value)
            return replace(kept, words=found["rest"].rstrip(" ,"))
    return asked
