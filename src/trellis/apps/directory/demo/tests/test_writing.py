"""Each text of the demo place is its own, and peer groups are known by first names only."""

import re
from collections import Counter, defaultdict
from datetime import date
from itertools import chain

import pytest

from trellis.apps.directory.demo import records

FIRST_NAMES = """
    Aaron Ade Alan Amira Anita Ash Asha Barbara Barry Bea Bernie Beryl Bex Bridget Chloe Christine Claire Colin Craig
    Daniel Danny Deb Del Dev Doreen Eileen Emma Femi Fiona Frank Gaynor Gill Grace Graham Halima Hamish Hannah Hazel
    Ioana Irene Ivan Jackie Jamie Jen Jo Joe Jordan Jude Kel Kerry Kev Kofi Len Leon Lesley Linda Lorraine Marcus Marge
    Margaret Marlon Maureen Meera Mei Mick Mo Mohan Nisha Noor Norman Olena Ollie Pat Paulette Pauline Peg Pete Phil
    Philippa Priti Rachel Rebecca Reg Rob Robin Rokeya Roy Ruby Ruth Sade Sam Shanice Shaz Sheila Stan Steph Stuart
    Sunita Sylvia Tasha Terry Tomasz Tracey Trish Tunde Val Vera Wendy Winston Wren Yusuf Yvonne
"""
SURNAME = re.compile(rf"\b(?:{'|'.join(FIRST_NAMES.split())}) (?:[A-Z]\.|[A-Z][a-z]+)")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z]")


@pytest.fixture(scope="module")
def place():
    return records(date(2026, 11, 22))


def told(each) -> list[str]:
    return [each.description, getattr(each, "what_to_expect", ""), getattr(each, "approach", "")]


def test_everything_is_described(place):
    short = [each.name for each in chain(place.organizations, place.services, place.spaces) if len(each.description) < 18]

    assert short == []


def test_no_sentence_is_used_twice(place):
    sentences = Counter()
    for each in chain(place.organizations, place.services, place.spaces):
        for text in told(each):
            sentences.update(part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if len(part) > 20)

    assert [text for text, n in sentences.items() if n > 1] == []


def test_names_tell_services_of_one_organization_apart(place):
    names = defaultdict(list)
    for each in place.services:
        names[each.organization_key].append(each.name)

    assert [key for key, found in names.items() if len(found) != len(set(found))] == []


def test_nobody_has_a_surname(place):
    peers = {each.key for each in place.organizations if each.kind == "peer_group"}
    texts = [text for each in place.services if each.organization_key in peers or each.kind == "meeting" for text in told(each)]
    texts += [text for each in place.organizations if each.key in peers for text in told(each)]

    assert [text for text in texts if SURNAME.search(text) or TITLED.search(text)] == []


def test_contacts_of_groups_are_first_names(place):
    contacts = [contact for each in chain(place.organizations, place.services) for contact in each.contacts]

    assert sum(bool(contact.name) for contact in contacts) >= 5
    assert [contact.name for contact in contacts if " " in contact.name] == []


def test_some_numbers_are_for_keepers_only(place):
    contacts = [contact for each in chain(place.organizations, place.services) for contact in each.contacts]
    hidden = {contact.phone for contact in contacts if contact.visibility == "keepers"}
    shown = {contact.phone for contact in contacts if contact.visibility == "public"}

    assert len(hidden) >= 4
    assert not hidden & shown


def test_sentences_are_short_enough_to_read_aloud(place):
    long = []
    for each in chain(place.organizations, place.services):
        for text in told(each):
            long += [part for part in re.split(r"(?<=[.!?:;])\s+", text) if len(part.split()) > 40]

    assert long == []
