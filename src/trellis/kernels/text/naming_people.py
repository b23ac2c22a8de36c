"""Whether a text looks as if it names or describes somebody, so that a writer is asked before it is kept.

It looks for names, telephone numbers, number plates, addresses of homes, e-mail addresses and handles, and descriptions of how somebody
looks. It is a question to the writer and never a proof: a name it has not met in lower case goes by, and a place may be asked about.
Words of people who watch over a street are English most of the time; names, numbers and addresses are looked for in other languages
too, names also in Cyrillic, Greek and Arabic letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from trellis.kernels.text.described_people import looks
from trellis.kernels.text.folding import fold
from trellis.kernels.text.given_names import ALSO_WORDS, GIVEN, NOT_NAMED, NOT_PEOPLE, PLACES, STARTERS, SURNAMES, SURNAMES_AND_WORDS

LONGEST = 20_000
"""Characters that are looked at."""

KINDS = ("name", "phone", "plate", "address", "email", "looks")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, from `start` up to `end`. `sure` is for what is hardly anything else: a number, a plate, a name with surname."""

    kind: str
    start: int
    end: int
    sure: bool = False

    def of(self, text: str) -> str:
        """The words themselves, for whoever wrote them."""
        return text[self.start : self.end]


def looks_like(text: str, *, places: Collection[str] = (), language: str = "") -> list[Finding]:
    """What in `text` looks like a person, in the order of the text, none inside another.

    `places` are names of places that are known ("Pier Gap", "Marine Parade"): they are never names of people, but a house number
    before one is still an address. `language`: where every noun has a capital ("de", "lb"), two capitals together tell nothing.
    """
    text = text[:LONGEST]
    plain = _digits(text)
    found = [Finding(kind, start, end, sure) for search in _SEARCHES for kind, start, end, sure in search(plain)]
    taken = [(finding.start, finding.end) for finding in found]
    named = _blanked(text, [*taken, *_known(text, places)])
    found += _names(named, nouns_have_capitals=language.partition("-")[0].lower() in ("de", "lb"))
    return _outermost(found)


# What has a shape: numbers, plates, addresses.
_Found = tuple[str, int, int, bool]
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})|(?:19|20)\d\d\s?[-/–]\s?(?:19|20)\d\d)(?!\d)"
)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)|(?<!\d)(?:[01]\d|2[0-4])[0-5]\d\s?(?:-|–|to)\s?(?:[01]\d|2[0-4])[0-5]\d(?!\d)")
_PHONE = re.compile(r"(?<![\w/])(?:\+|\(\+?)?\d(?:[ ().\-–\u00a0]{0,2}\d){6,17}(?![\w/])|(?<!\w)0\d{2,5}/\d{4,9}(?!\w)")
_SPOKEN = re.compile(
    r"(?i)\b(?:(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|hundred|double|triple)\b[\s,.-]{0,3}){6,20}"
)  # fmt: skip
_EMAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,200}\.\w{2,}|(?<![\w.])@\w[\w.]{2,30}")
_NOT_A_PLATE = "(?!NHS|CAD|THE|AND|FOR|BUS|WAS|HAD|MEN|BST|GMT|UTC|CET)"
_PLATE = re.compile(
    r"\b(?:[A-Za-z]{2}\d{2} ?(?![a-z]{3}\b(?<=[a-z] ))[A-Za-z]{3}"  # EK19 XYZ
    rf"|[A-Z]\d{{1,3}} ?{_NOT_A_PLATE}[A-Z]{{3}}|(?!CAD|NHS)[A-Z]{{3}} ?\d{{1,3}}[A-Z]"  # A123 BCD, ABC 123D
    r"|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}|[A-Z]{2}-\d{3}-[A-Z]{2}|\d{2}-[A-Z]{2,3}-\d{1,2}"  # CLA-XY 123, AB-123-CD, 12-AB-34
    rf"|\d{{4}} {_NOT_A_PLATE}[BCDFGHJKLMNPRSTVWXYZ]{{3}})\b"  # 1234 BCD
)
_TOLD_PLATE = re.compile(
    r"(?i)\b(?:reg|regi?strations?|plates?|number plate|vrm|index|kennzeichen|matr[íi]cula|targa|rejestracja|immatriculation)\b\.?"
    r"[\s:.,-]*(?:(?:number|no|was|is|starts?|starting|ends?|ending|with|in)\b\.?[\s:]*){0,3}"
    r"((?=[a-z]*\d|\d+[ -]?[a-z])[a-z0-9]{1,4}[ -]?[a-z0-9]{1,5})\b"
)  # fmt: skip
_POSTCODE = re.compile(r"(?i)\b[A-Z]{1,2}\d[A-Z\d]? ?\d(?!rd\b|nd\b|st\b|th\b|pm\b|am\b|hr\b|ft\b|lb\b)[ABD-HJLNP-UW-Z]{2}\b")
_ROADS = (
    "road|rd|street|st|lane|ln|avenue|ave|close|crescent|drive|dr|way|court|terrace|square|place|parade|mews|gardens|grove|rise|row"
    "|walk|villas"
)
_BETWEEN = (
    "on|in|at|near|by|down|up|from|to|of|off|along|outside|inside|behind|the|a|an|and|lads?|people|men|women|man|woman|kids?|boys?|girls?|cars?|vans?"
    "|bikes?|youths?|teens?|teenagers?|persons?|minutes?|mins?|hours?|metres?|bins?|lights?|pm|am|x|times?|of|our|new|old|were|was|dogs?|bottles?|needles?"
)  # fmt: skip
_HOUSE = re.compile(
    rf"(?i)(?<![\w:.,£$€/])\d{{1,4}}[a-h]?,? (?:(?!(?:{_BETWEEN})\b)[^\W\d_][\w'’.-]* ){{1,3}}(?:{_ROADS})\b"
    r"|\b(?:flat|apartment|apt|maisonette|bungalow|chalet|caravan|house number|door number|wohnung|hausnummer|appartement|piso|mieszkanie)"
    r"\.? (?:no\.? ?|number )?\d{1,4}[a-h]?\b"
    r"|\b(?:at|of|outside|opposite|from) (?:no\.?|number|nr\.?) ?\d{1,4}[a-h]?\b(?! (?:bus|tram|train|stop))"
    r"|\b[\w-]{0,30}(?:stra(?:ss|ß)e|str\.|gasse|platz|allee|weg) \d{1,4}[a-h]?\b"
    r"|(?<![\w:])\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|impasse|chemin|allée) (?:de |du |des |d['’])?(?:la |l['’])?\w+"
    r"|\b(?:calle|c/|avenida|avda\.?|plaza|paseo|via|viale|rua|ul\.|ulica|ул\.|улица) ?(?:[^\W\d_][\w'’-]*,? ){1,4}(?:n[.º°] ?)?\d{1,4}\b"
    r"|شارع (?:[^\W\d_]+ ){1,3}\d{1,4}"
)


def _numbers(text: str) -> Iterator[_Found]:
    quiet = _blanked(text, [match.span() for pattern in (_DATE, _CLOCK) for match in pattern.finditer(text)])
    for match in _PHONE.finditer(quiet):
        if 7 <= sum(sign.isdigit() for sign in match.group()) <= 15:
            yield "phone", *match.span(), True
    for match in _SPOKEN.finditer(text):
        yield "phone", match.start(), match.start() + len(match.group().rstrip(" ,.-\n")), True


def _addresses(text: str) -> Iterator[_Found]:
    for pattern in (_HOUSE, _POSTCODE):
        for match in pattern.finditer(text):
            yield "address", *match.span(), False


def _plates(text: str) -> Iterator[_Found]:
    for match in _PLATE.finditer(text):
        yield "plate", *match.span(), True
    for match in _TOLD_PLATE.finditer(text):
        yield "plate", *match.span(1), True


def _mail(text: str) -> Iterator[_Found]:
    for match in _EMAIL.finditer(text):
        yield "email", *match.span(), True


def _descriptions(text: str) -> Iterator[_Found]:
    for start, end in looks(text):
        yield "looks", start, end, False


_SEARCHES: tuple[Callable[[str], Iterator[_Found]], ...] = (_mail, _plates, _numbers, _addresses, _descriptions)

# Names.
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Se[ñn]ora?|Sra?|Signora?|Pani?|Bay|"
    r"Господин|السيد|السيده|السيدة)\.? "
    r"(?=[^\W\d_])"
)  # fmt: skip
_NAMED = re.compile(
    r"(?i)\b(?:(?:called|named|name is|name was|name's|known as|goes by|se llama|llamad[oa]|s['’]appelle|nommée?|"
    r"heisst|heißt|namens|nazywa się|imieniem|"
    r"зовут|по имени|adı)|(?:اسمه|اسمها|يدعي|تدعي))\s+[\"“'‘]?(?=[^\W\d_])"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int
    capital: bool
    first: bool
    follows: bool
    """Whether only a space, or a point of an initial, stands between it and the word before."""


def _names(text: str, *, nouns_have_capitals: bool) -> list[Finding]:
    words = list(_words(text))
    found: list[Finding] = []
    titles = {match.start(): match.end() for match in _TITLE.finditer(text)}
    told = frozenset(titles.values())
    called = {match.end() for match in _NAMED.finditer(text)}
    at = 0
    while at < len(words):
        word = words[at]
        after = words[at + 1] if at + 1 < len(words) and words[at + 1].follows else None
        if word.start in titles:
            at += 1
            continue
        finding, used = _name_at(word, after, word.start in told, word.start in called, nouns_have_capitals)
        if finding is not None:
            found.append(finding)
        at += used
    return found


def _name_at(word: _Word, after: _Word | None, told: bool, called: bool, nouns_have_capitals: bool) -> tuple[Finding | None, int]:
    """What stands here, and how many words it takes."""
    uncased = not word.folded[:1].isascii() and word.folded[:1].lower() == word.folded[:1].upper()
    given = word.folded in GIVEN and (word.folded not in ALSO_WORDS or word.capital)
    both = word.folded in ALSO_WORDS and word.capital
    if told and word.capital and not (word.folded in PLACES or word.folded in NOT_PEOPLE):
        return _pair(word, after if after and after.capital and _may_be_surname(after) else None, True)
    if called and word.folded not in NOT_NAMED and word.folded not in PLACES and (word.capital or uncased or given):
        return _pair(word, after if after and _is_surname(after, word) else None, bool(after and _is_surname(after, word)))
    if given or both:
        if after and _is_surname(after, word):
            return _pair(word, after, True)
        if after and after.capital and after.folded in PLACES | NOT_PEOPLE:
            return None, 2
        if given and word.folded not in ALSO_WORDS:
            return Finding("name", word.start, word.end), 1
        alone = word.folded not in NOT_PEOPLE and word.folded not in PLACES
        return (Finding("name", word.start, word.end) if alone and not word.first and not nouns_have_capitals else None), 1
    return _unknown(word, after, nouns_have_capitals)


def _unknown(word: _Word, after: _Word | None, nouns_have_capitals: bool) -> tuple[Finding | None, int]:
    """Two capitals together of which neither is a known place, day or shop; or an initial and a surname."""
    if after is None or not after.capital or not word.capital:
        return None, 1
    if len(word.folded) == 1 and word.folded != "i" and after.folded in SURNAMES and after.folded not in PLACES:
        return _pair(word, after, True)
    if after.folded in PLACES or after.folded in NOT_PEOPLE:
        return None, 2
    if word.folded in PLACES or word.folded in NOT_PEOPLE or nouns_have_capitals or min(len(word.folded), len(after.folded)) == 1:
        return None, 1
    if after.folded in GIVEN or after.folded in ALSO_WORDS and word.folded not in SURNAMES:
        return None, 1
    if word.first and (word.folded in STARTERS or word.folded.endswith(("ed", "ing", "ly"))):
        return None, 1
    return _pair(word, after, after.folded in SURNAMES)


def _pair(word: _Word, after: _Word | None, sure: bool) -> tuple[Finding, int]:
    return Finding("name", word.start, (after or word).end, sure), 2 if after else 1


def _may_be_surname(word: _Word) -> bool:
    return word.folded in SURNAMES or (word.folded not in PLACES and word.folded not in NOT_PEOPLE)


def _is_surname(word: _Word, given: _Word) -> bool:
    """A word after a given name: a frequent surname, an initial ("Darren S."), or a capital that is no place, day or shop."""
    if word.folded in PLACES and not (word.folded in SURNAMES and word.folded not in ("hill", "green", "wood", "west")):
        return False
    if not word.capital:
        return given.folded not in ALSO_WORDS and word.folded in SURNAMES and word.folded not in PLACES | NOT_PEOPLE | SURNAMES_AND_WORDS
    return word.folded in SURNAMES or (word.folded not in NOT_PEOPLE and word.folded != "i")


def _words(text: str) -> Iterator[_Word]:
    ended = 0
    for match in _WORD.finditer(text):
        between = text[ended : match.start()]
        first = not text[: match.start()].strip(" \t\"'“‘(") or bool(re.search(r"[.!?:;\n•]\s*[\"'“‘(]*$", between))
        written = match.group()
        capital = written[0].isupper() and not (len(written) > 3 and written.isupper() and text.isupper())
        follows = between in (" ", "\u00a0", "  ", ". ", "\n") and not (
            between == ". " and match.start() - ended == 2 and not _initial(text, ended)
        )
        first = first and not (between == ". " and follows)
        folded = fold(written).removesuffix("'s")
        yield _Word(folded, match.start(), match.end(), capital, first, follows)
        ended = match.end()


def _initial(text: str, ended: int) -> bool:
    """Whether the word that ends here is one capital: the point after it ends no sentence."""
    return text[ended - 1].isupper() and (ended < 2 or not text[ended - 2].isalnum())


# What is around.
def _digits(text: str) -> str:
    """Digits of any script as 0 to 9, each sign in its place."""
    if text.isascii():
        return text
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The same text with a sign that ends a word in place of each of these."""
    signs = list(text)
    for start, end in spans:
        signs[start:end] = "|" * (end - start)
    return "".join(signs)


def _known(text: str, places: Collection[str]) -> list[tuple[int, int]]:
    spans = []
    for place in places:
        if len(place.strip()) > 2:
            spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(place.strip())}(?!\w)", text, re.IGNORECASE)]
    return spans


def _outermost(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda one: (one.start, -one.end, KINDS.index(one.kind))):
        if kept and finding.start < kept[-1].end:
            if finding.sure and not kept[-1].sure and finding.end >= kept[-1].end:
                kept[-1] = finding
            continue
        kept.append(finding)
    return kept
