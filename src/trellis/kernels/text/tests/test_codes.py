from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.text import ALPHABET, check_character, code_is_valid, human_code, read_code

BODY = st.text(alphabet=ALPHABET, min_size=1, max_size=12)


@given(BODY)
def test_a_made_code_is_valid_however_it_is_typed(body):
    code = body + check_character(body)
    assert code_is_valid(code)
    assert code_is_valid(f" {code[:2].lower()}-{code[2:].lower()} ")


@given(BODY)
def test_one_wrong_sign_or_two_swapped_are_always_noticed(body):
    code = body + check_character(body)
    for place in range(len(code)):
        for sign in ALPHABET:
            if sign != code[place]:
                assert not code_is_valid(code[:place] + sign + code[place + 1 :])
    for first, second in combinations(range(len(code)), 2):
        if code[first] != code[second]:
            signs = list(code)
            signs[first], signs[second] = signs[second], signs[first]
            assert not code_is_valid("".join(signs))


def test_every_pair_of_neighbours_exhaustively():
    for first in ALPHABET:
        for second in ALPHABET:
            if first != second:
                code = "7" + first + second
                swapped = "7" + second + first
                assert check_character(code) != check_character(swapped)


@given(st.integers(0, 23**6 - 1))
def test_numbers_give_different_codes_of_one_length(number):
    assert len(human_code(number)) == 7
    assert human_code(number) != human_code((number + 1) % 23**6)


def test_no_look_alikes_and_no_vowels():
    assert not set("AEIOU01LQSZBV") & set(ALPHABET)
    assert len(set(ALPHABET)) == 23


@pytest.mark.parametrize("typed", ["", "7", "OOO", "2" * 50, "🙂🙂", "7 7 0"])
def test_nonsense_is_not_valid(typed):
    assert not code_is_valid(typed)


def test_limits():
    with pytest.raises(ValueError, match="does not fit"):
        human_code(23**6)
    with pytest.raises(ValueError, match="signs"):
        check_character("2" * 30)
    assert read_code("ab-c d.e") == "ABCDE"
