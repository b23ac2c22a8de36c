"""Short codes that people read aloud, write on paper and type on a phone."""

ALPHABET = "23456789CDFGHJKMNPRTWXY"
"""23 signs. No look-alikes (0 O Q, 1 I L, 5 S, 8 B, 2 Z, U V) and no vowels, so that no code is a word."""

LONGEST = len(ALPHABET) - 1
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}


def check_character(body: str) -> str:
    """The sign that makes a code right: the sum of each sign times its place (from 1), modulo the prime 23.

    With a prime modulus and different weights, one wrong sign and any two signs swapped always change the sum. The hybrid
    systems of ISO 7064 need an even alphabet, and let some swapped neighbours through.
    """
    if not 1 <= len(body) < LONGEST:
        raise ValueError(f"a code has 1 to {LONGEST - 1} signs before its check character")
    total = sum(place * _VALUE[sign] for place, sign in enumerate(body, 1))
    # The check character stands in place n + 1 and makes the whole sum zero.
    weight = len(body) + 1
    return ALPHABET[-total * pow(weight, -1, len(ALPHABET)) % len(ALPHABET)]


def human_code(number: int, *, length: int = 6) -> str:
    """A number as `length` signs and a check character. The number must be below 23 to the power of `length`."""
    if not 0 <= number < len(ALPHABET) ** length:
        raise ValueError("the number does not fit into a code of this length")
    signs = []
    for _place in range(length):
        number, value = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[value])
    body = "".join(reversed(signs))
    return body + check_character(body)


def read_code(text: str) -> str:
    """What a person typed as a bare code: capitals, without spaces, points and hyphens."""
    return "".join(sign for sign in text[:200].upper() if sign not in " -.\u2010\u2011\u2013\u00a0")


def code_is_valid(text: str) -> bool:
    """Whether a typed code has only signs of the alphabet and its check character is right."""
    code = read_code(text)
    if not 2 <= len(code) <= LONGEST or any(sign not in _VALUE for sign in code):
        return False
    return check_character(code[:-1]) == code[-1]
