from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.text import damerau, deletions

WORD = st.text(alphabet="abcd", max_size=7)


def plain_distance(first, second):
    """The textbook recursion, to compare with."""

    @cache
    def upto(i, j):
        if not i or not j:
            return i + j
        best = min(upto(i - 1, j) + 1, upto(i, j - 1) + 1, upto(i - 1, j - 1) + (first[i - 1] != second[j - 1]))
        if i > 1 and j > 1 and first[i - 1] == second[j - 2] and first[i - 2] == second[j - 1]:
            best = min(best, upto(i - 2, j - 2) + 1)
        return best

    return upto(len(first), len(second))


@given(WORD, WORD, st.integers(0, 4))
def test_agrees_with_the_textbook_up_to_the_limit(first, second, limit):
    assert damerau(first, second, limit) == min(plain_distance(first, second), limit + 1)


@given(WORD, WORD)
def test_symmetric(first, second):
    assert damerau(first, second, 3) == damerau(second, first, 3)


@given(WORD, WORD)
def test_words_at_distance_one_meet_in_their_deletions(first, second):
    if damerau(first, second, 1) == 1:
        assert ({first} | deletions(first)) & ({second} | deletions(second))


def test_a_long_word_is_cheap():
    assert damerau("a" * 500, "b" + "a" * 500, 1) == 1
    assert damerau("abc", "a" * 10_000_000, 2) == 3
