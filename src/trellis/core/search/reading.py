"""What a person typed, as words to look for: little words left out, slips corrected, phrases that mean the same added."""

from collections.abc import Collection
from dataclasses import dataclass, field

from trellis.core.search import vocabulary
from trellis.core.search.engines.arms import Match
from trellis.core.search.tokens import NAME_MARK, STOP_WORDS
from trellis.core.search.vocabulary import EVERYTHING, LONGEST_PHRASE, Word
from trellis.kernels.text import stem, words

LONGEST_QUERY = 400
MOST_WORDS = 10
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """One word or phrase of the person, with all that counts as finding it.

    alternatives   phrases of stems; the first is the person's own
    entries        in how many entries it stands, about
    """

    shown: str
    alternatives: tuple[tuple[str, ...], ...]
    entries: int
    name_entries: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a query, read."""

    clauses: tuple[Clause, ...] = ()
    left: tuple[str, ...] = ()
    corrected: str = ""
    total: int = 0
    facet_entries: dict[str, int] = field(default_factory=dict)

    @property
    def match(self) -> Match:
        """All of the words."""
        return tuple(clause.alternatives for clause in self.clauses)

    @property
    def name_match(self) -> Match:
        """All of the words, in the name."""
        return tuple(tuple(tuple(NAME_MARK + word for word in phrase) for phrase in clause.alternatives) for clause in self.clauses)

    @property
    def any_match(self) -> Match:
        """At least one of the words."""
        return (tuple(phrase for clause in self.clauses for phrase in clause.alternatives),)


def read(text: str, *, language: str = "en", as_typed: bool = False, facet_words: Collection[str] = ()) -> Reading:
    """Read what was typed: one query, one more when a word stands in no record, and one when the last one looks unfinished.

    `facet_words` are looked up along the way. Any text is safe, and only its first 400 characters are read.
    """
    typed = words(text, limit=LONGEST_QUERY)[:MOST_WORDS]
    typed = [word for word in typed if word not in STOP_WORDS] or typed
    stems = [stem(word) for word in typed]
    phrases = {
        " ".join(stems[first : first + length]) for length in range(2, LONGEST_PHRASE + 1) for first in range(len(stems) - length + 1)
    }
    known = vocabulary.lookup({*stems, *(NAME_MARK + word for word in stems), *phrases, EVERYTHING, *facet_words})
    total = known[EVERYTHING].entries if EVERYTHING in known else 0
    facet_entries = {word: known[word].entries if word in known else 0 for word in facet_words}
    if not typed:
        return Reading(total=total, facet_entries=facet_entries)

    unknown = [word for word in stems if not (word in known and (known[word].entries or known[word].means))]
    unfinished = _unfinished(stems, unknown)
    corrections = {}
    if unknown and not as_typed:
        corrections = vocabulary.corrections([word for word in unknown if not (unfinished and word == stems[-1])])
        if corrections:
            known.update(vocabulary.lookup({each for right, _ in corrections.values() for each in (right, NAME_MARK + right)}))

    clauses: list[Clause] = []
    left: list[str] = []
    at = 0
    while at < len(stems):
        length = _phrase_length(stems, at, known)
        shown = " ".join(typed[at : at + length])
        if length > 1:
            phrase = tuple(stems[at : at + length])
            clauses.append(Clause(shown, (phrase, *known[" ".join(phrase)].means), total, total))
        elif stems[at] in corrections:
            right, written = corrections[stems[at]]
            clauses.append(_single(written, right, known, total))
        elif stems[at] in unknown:
            if unfinished and at == len(stems) - 1:
                clauses.append(Clause(shown, tuple((word,) for word in unfinished), total, total))
            else:
                left.append(shown)
        else:
            clauses.append(_single(shown, stems[at], known, total, language=language, typed=typed[at]))
        at += length
    corrected = ""
    if corrections:
        corrected = " ".join(corrections[key][1] if key in corrections else word for key, word in zip(stems, typed, strict=True))
    return Reading(tuple(clauses), tuple(left), corrected, total, facet_entries)


def _single(shown: str, key: str, known: dict[str, Word], total: int, *, language: str = "en", typed: str = "") -> Clause:
    word = known[key]
    alternatives: list[tuple[str, ...]] = [(key,), *word.means]
    if typed and not language.startswith("en"):
        other = (stem(typed, language=language),)
        if other not in alternatives:
            alternatives.append(other)
    if len(alternatives) > 1:
        return Clause(shown, tuple(alternatives), total, total)
    in_names = known.get(NAME_MARK + key)
    return Clause(shown, ((key,),), word.entries, in_names.entries if in_names else 0)


def _phrase_length(stems: list[str], at: int, known: dict[str, Word]) -> int:
    """How many words from here are a phrase with another that means the same; 1 when none is."""
    for length in range(min(LONGEST_PHRASE, len(stems) - at), 1, -1):
        phrase = " ".join(stems[at : at + length])
        if phrase in known and known[phrase].means:
            return length
    return 1


def _unfinished(stems: list[str], unknown: list[str]) -> list[str]:
    """Words that start with the last one, when that one stands nowhere."""
    last = stems[-1]
    if last not in unknown or len(last) < _SHORTEST_BEGINNING:
        return []
    return vocabulary.beginnings(last)
