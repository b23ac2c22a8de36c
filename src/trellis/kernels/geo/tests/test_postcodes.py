"""Postcodes however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.geo.postcodes import read_postcode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CO15 1AA", "CO15 1AA"),
        ("co151aa", "CO15 1AA"),
        (" c o 1 5 1 a a ", "CO15 1AA"),
        ("CO1 1AA", "CO1 1AA"),
        ("CO11AA", "CO1 1AA"),
        ("co11", "CO11"),
        ("CO15", "CO15"),
        ("m1", "M1"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
    ],
)
def test_read_as_meant(typed, meant):
    assert str(read_postcode(typed)) == meant


@pytest.mark.parametrize("typed", ["", "Clacton", "20001", "CO15 1A", "CO15 1CC", "QQ1 1AA", "CO15 1AA CO15 1AA CO15"])
def test_not_a_postcode(typed):
    assert read_postcode(typed) is None


@given(st.text(max_size=30))
def test_any_text_is_answered(text):
    postcode = read_postcode(text)
    assert postcode is None or read_postcode(str(postcode)) == postcode
