"""A name in Latin letters and in Arabic ones."""

import pytest

from trellis.kernels.text import consonants


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Clacton", "كلاكتون"),
        ("Harwich", "هارويتش"),
        ("Frinton", "فرينتون"),
        ("Colchester", "كولتشستر"),
        ("Jaywick", "جايويك"),
        ("Brightlingsea", "برايتلينغسي"),
        ("Manningtree", "مانينغتري"),
        ("Walton", "والتون"),
        ("Maldon", "مالدون"),
        ("Ipswich", "إبسويتش"),
    ],
)
def test_a_name_and_its_arabic_spelling_meet(latin, arabic):
    assert consonants(latin) == consonants(arabic) != ""


@pytest.mark.parametrize(("one", "other"), [("Clacton", "Walton"), ("Harwich", "Ipswich"), ("كلاكتون", "كولتشستر")])
def test_different_names_stay_apart(one, other):
    assert consonants(one) != consonants(other)


@pytest.mark.parametrize("text", ["", "١٢٣", "aeiou", "العاو"[2:], "日本"])
def test_nothing_to_hear(text):
    assert consonants(text) == ""
