"""What free text of a source says about languages, cost, access and secrecy.

Only what the text states counts; silence stays unknown.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from trellis.interfaces.feeds.cells import BadCell, as_text, line

# Languages that services name and Django's own list lacks, and other names for some it has.
_MORE_LANGUAGES = {
    "amharic": "am", "american sign language": "ase", "asl": "ase", "assamese": "as",
    "british sign language": "bfi", "bsl": "bfi", "burmese": "my", "cantonese": "yue",
    "castilian": "es", "chinese": "zh", "creole": "ht", "dari": "prs", "espanol": "es",
    "español": "es", "ewe": "ee", "farsi": "fa", "filipino": "fil", "flemish": "nl",
    "francais": "fr", "français": "fr", "fulani": "ff", "gaelic": "gd", "gujarati": "gu",
    "haitian creole": "ht", "hausa": "ha", "hmong": "hmn", "kurdish": "ku", "lao": "lo",
    "lingala": "ln", "maltese": "mt", "mandarin": "cmn", "maori": "mi", "moldovan": "ro",
    "nepali": "ne", "oromo": "om", "pashto": "ps", "persian": "fa", "polish": "pl",
    "punjabi": "pa", "panjabi": "pa", "romani": "rom", "romany": "rom", "shona": "sn",
    "sinhala": "si", "slovak": "sk", "somali": "so", "sylheti": "syl", "tagalog": "tl",
    "tigrinya": "ti", "twi": "tw", "welsh": "cy", "wolof": "wo", "xhosa": "xh", "yiddish": "yi",
    "yoruba": "yo", "zulu": "zu", "mongolian": "mn", "samoan": "sm", "tongan": "to",
    "navajo": "nv", "igbo": "ig", "kinyarwanda": "rw", "krio": "kri", "malay": "ms",
    "norwegian": "nb", "portuguese": "pt", "serbian": "sr", "bosnian": "bs",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$", re.IGNORECASE)
_THREE = {
    "eng": "en", "spa": "es", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "urd": "ur",
    "pol": "pl", "ara": "ar", "por": "pt", "rus": "ru", "zho": "zh", "chi": "zh", "vie": "vi",
    "kor": "ko", "ben": "bn", "pan": "pa", "guj": "gu", "som": "so", "tur": "tr", "ita": "it",
    "ukr": "uk", "ron": "ro", "rum": "ro", "fas": "fa", "per": "fa", "amh": "am", "hin": "hi",
}  # fmt: skip


def _any(*patterns: str) -> re.Pattern[str]:
    """One pattern out of several, whatever the case."""
    return re.compile("|".join(patterns), re.IGNORECASE)


_AMOUNT = _any(r"(?:[\u00a3$\u20ac]|\b(?:GBP|USD|EUR)\s?)(\d+(?:[.,]\d+)?)", r"\b(\d+(?:\.\d+)?)\s?(?:p|pounds?|dollars?|euros?)\b")
_FREE = _any(
    r"^(?:(?:this |the )?(?:service|group|session|meeting|activity|it)s? (?:is|are) )?"
    r"(?:always |completely |totally )?(?:free|no (?:cost|charges?|fees?)|none|nil|without charge)\b",
    r"\bfree of charge\b",
    r"\bat no (?:cost|charge)\b",
    r"\bno (?:fee|charge|cost)s?\b",
)
_BUT = _any(r"\b(?:except|but|unless|otherwise|only for|for (?:under|over|members|residents|veterans|those))\b")
_DONATION = _any(r"\bdonations?\b", r"\bpay what you (?:can|like|feel)\b", r"\bcontributions?\b")
_PAID = _any(
    r"\bsliding (?:fee )?scale\b",
    r"\bfees? (?:apply|vary|varies)\b",
    r"\bper (?:hour|session|class|month)\b",
    r"\bmembership fee\b",
)
_STEP_FREE_NO = _any(
    r"\b(?:not|isn't|no) (?:fully )?(?:wheelchair|step[- ]free|accessible)",
    r"\bno (?:wheelchair|step[- ]free|disabled) access",
    r"\bstairs only\b",
    r"\bno lift\b",
    r"\bnot suitable for wheelchairs",
)
_STEP_FREE_PARTLY = _any(r"\b(?:partly|partially|partial|limited|some) (?:wheelchair |step[- ]free )?access")
_STEP_FREE_YES = _any(
    r"\bwheelchairs?\b(?! hire)",
    r"\bstep[- ]free\b",
    r"\blevel access\b",
    r"\bfully accessible\b",
    r"\bramp(?:ed|s)?\b",
    # "ADA complaint" is how a real directory spells it.
    r"\bADA[- ](?:compliant|compliance|complaint|accessible)",
    r"\bdisabled access\b",
)
_TOILET = _any(
    r"\b(?:accessible|disabled|wheelchair[- ]accessible|adapted) (?:toilet|restroom|wc|bathroom)s?\b",
    r"\bchanging places\b",
)
_LOOP = _any(r"\b(?:hearing|induction) loops?\b", r"\bT-coil\b")
_SECRET = _any(
    r"\bconfidential (?:location|address|site|venue)(?:e?s)?\b",
    r"\b(?:address|location)(?:e?s)?(?: is| are)? (?:kept )?(?:not (?:be )?disclosed|undisclosed|confidential|secret|withheld)\b",
    r"\bundisclosed (?:location|address|site)(?:e?s)?\b",
    r"\baddress (?:is )?(?:withheld|suppressed)\b",
)
_REFERRAL = (
    (
        "none",
        _any(
            r"\bno referrals? (?:is |are )?(?:needed|required|necessary)\b",
            r"\bwalk[- ]?ins? welcome\b",
            r"\bjust turn up\b",
            r"\bdrop[- ]in\b",
        ),
    ),
    ("self", _any(r"\bself[- ]refer")),
    (
        "required",
        _any(
            r"\breferrals? (?:is |are )?(?:required|needed|necessary|only)\b",
            r"\bby referral\b",
            r"\bmust be referred\b",
            r"\brequires? a referral\b",
        ),
    ),
)


def languages(*values: Any) -> tuple[list[str], str]:
    """BCP 47 codes, and whatever could not be recognised as a language."""
    codes: list[str] = []
    rest: list[str] = []
    for value in values:
        for part in re.split(r"[,;/|\n]|\band\b|&", as_text(value)[:2000]):
            name = part.strip(" .\"'")
            if not name:
                continue
            code = language(name)
            if code and code not in codes:
                codes.append(code)
            elif not code and name not in rest:
                rest.append(name)
    return codes, ", ".join(rest)


def language(name: str) -> str:
    """The code of one language given by name or code, "" when unknown."""
    low = name.strip().lower()
    if low in _known():
        return _known()[low]
    if low in _THREE:
        return _THREE[low]
    main = re.split(r"[-_]", low)[0]
    if _CODE.match(low) and (main in _codes() or main in _THREE):
        parts = re.split(r"[-_]", low)
        tail = [each.upper() if len(each) == 2 else each.capitalize() if len(each) == 4 else each for each in parts[1:]]
        return "-".join([_THREE.get(main, main), *tail])
    match = re.match(r"([^(]+)\(", low)
    return _known().get(match[1].strip(), "") if match else ""


def cost(text: str, amounts: list[float] | None = None) -> str:
    """free, donation or paid as the words and the amounts say; "" when they don't."""
    named = list(amounts or [])
    named += [float((a or b).replace(",", ".")) for a, b in _AMOUNT.findall(text)]
    if _DONATION.search(text) and not any(amounts or []):
        return "donation"
    if any(named):
        return "paid"
    if named or (_FREE.search(text) and not _BUT.search(text)) or text.strip() in {"0", "0.00"}:
        return "free"
    return "paid" if _PAID.search(text) else ""


def step_free(text: str) -> str:
    """yes, partly or no as the text says; "" when it doesn't."""
    if _STEP_FREE_NO.search(text):
        return "no"
    if _STEP_FREE_PARTLY.search(text):
        return "partly"
    return "yes" if _STEP_FREE_YES.search(text) else ""


def accessible_toilet(text: str) -> str:
    """yes when the text says so."""
    return "yes" if _TOILET.search(text) else ""


def hearing_loop(text: str) -> str:
    """yes when the text says so."""
    return "yes" if _LOOP.search(text) else ""


def confidential(*texts: str) -> bool:
    """Whether a text says in so many words that the address is secret."""
    return any(_SECRET.search(text) for text in texts)


def referral(*texts: str) -> str:
    """none, self or required as the first telling text says."""
    for text in texts:
        for code, pattern in _REFERRAL:
            if pattern.search(text):
                return code
    return ""


@cache
def _known() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, info in LANG_INFO.items():
        for name in (info.get("name"), info.get("name_local")):
            if name and "-" not in code:
                names.setdefault(name.lower(), code)
    return names | _MORE_LANGUAGES


@cache
def _codes() -> frozenset[str]:
    return frozenset(_known().values()) | {"nn", "no", "ase", "bfi", "prs"}


_COUNTRIES = {
    "united kingdom": "GB", "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "usa": "US", "united states": "US",
    "united states of america": "US", "u.s.": "US", "u.s.a.": "US", "canada": "CA",
    "ireland": "IE", "australia": "AU", "new zealand": "NZ", "gbr": "GB", "can": "CA",
}  # fmt: skip


def country(value: Any) -> str:
    """A country's code of two letters, from the code or the usual names."""
    found = line(value, limit=80)
    if found.lower() in _COUNTRIES:
        return _COUNTRIES[found.lower()]
    if re.fullmatch(r"[A-Za-z]{2}", found):
        return found.upper()
    raise BadCell(_("Expected a country code of two letters."))
