"""Text as a search or a text message needs it: folding, words, stems, likeness, codes that can be read aloud."""

from trellis.kernels.text.codes import ALPHABET, check_character, code_is_valid, human_code, read_code
from trellis.kernels.text.folding import fold
from trellis.kernels.text.likeness import damerau, deletions
from trellis.kernels.text.sounds import consonants
from trellis.kernels.text.stems import stem
from trellis.kernels.text.tablecells import neutral_cell, plain_cell
from trellis.kernels.text.words import compounds, words

__all__ = [
    "ALPHABET",
    "check_character",
    "code_is_valid",
    "compounds",
    "consonants",
    "damerau",
    "deletions",
    "fold",
    "human_code",
    "neutral_cell",
    "plain_cell",
    "read_code",
    "stem",
    "words",
]
