"""Facts that people write at the end of their words: "peer group near Clacton, free and step-free", "grupo de apoyo gratis".

Only at the end or right before the place, and only as whole phrases: "free school meals" is about school meals that are free, and
stays as it is. In English, Spanish and Arabic whatever the language of the page: people ask in the one they think in.
"""

import re
from dataclasses import replace

from trellis.interfaces.web.asking import Asked

_STEP_FREE = (
    r"(?:with )?step[- ]free(?: access)?|wheelchair access(?:ible)?|(?:with )?(?:a )?ramp",
    r"(?:con acceso |acceso )?sin escalones|(?:accesible )?(?:en|con|para) sillas? de ruedas|con rampa",
    r"(?:بلا|بدون|من دون) (?:درجات|درج|سلالم)|(?:لل|ب)?كرسي(?: ال)? ?متحرك|لكرسي متحرك",
)
_FREE = (
    r"(?:for )?free(?: of charge)?|no cost",
    r"gratis|gratuit[oa]s?|sin (?:coste|costo|pagar)",
    r"مجان(?:ي(?:ة|ه|ًا|ا)?|ًا|اً|ا)|بالمجان|(?:بلا|بدون) (?:مقابل|رسوم)",
)
_ONLINE = (
    r"online|by video",
    r"en l[ií]nea|por (?:internet|v[ií]deo|videollamada)",
    r"(?:عبر|على) (?:ال)?[إا]نترنت|[أا]ونلاين",
)
_PHONE = (r"by phone", r"por tel[eé]fono", r"بالهاتف|هاتفي(?:ًا|اً|ا)|عبر الهاتف")
_NO_REFERRAL = (
    r"no referral(?: needed)?|drop[- ]in",
    r"sin (?:derivaci[oó]n|volante|cita(?: previa)?)",
    r"(?:بلا|بدون|من دون) (?:[إا]حالة|موعد)",
)
_FACTS = [
    (_STEP_FREE, ("step_free", "yes")),
    (_FREE, ("cost", "free")),
    (_ONLINE, ("attendance", "online")),
    (_PHONE, ("attendance", "phone")),
    (_NO_REFERRAL, ("referral", "none")),
]
"""In order: "step free" must be read before "free"."""
_PLACE_FOLLOWS = r"\s+(?:near|close to|cerca del?|بالقرب من|قرب|في)\s+\S.*"
_AT_THE_END = [
    (
        re.compile(
            rf"^(?P<rest>.*?\S)(?:\s*[,،]\s*|\s+)(?:(?:and|y|e)\s+|و\s?)?(?:{'|'.join(words)})(?P<place>{_PLACE_FOLLOWS})?$", re.IGNORECASE
        ),
        fact,
    )
    for words, fact in _FACTS
]
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
            return replace(kept, words=found["rest"].rstrip(" ,،") + (found["place"] or ""))
    return asked
