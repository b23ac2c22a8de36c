"""The demo place is whole, invented, and nowhere careless about people."""

import re
from collections import Counter
from datetime import date, timedelta
from itertools import chain

import pytest

from trellis.apps.directory.actions.checks import problems_of
from trellis.apps.directory.demo import records
from trellis.apps.directory.demo.tests.land import is_on_land
from trellis.apps.directory.models.records import to_plain
from trellis.apps.directory.models.vocabulary import CATEGORIES, FEATURES

TODAY = date(2026, 11, 22)
DRAMA_NUMBERS = re.compile(r"01632 960\d{3}|07700 900\d{3}|0808 157 0\d{3}")
TOWNS = {
    "Clacton-on-Sea", "Frinton-on-Sea", "Walton-on-the-Naze", "Holland-on-Sea", "Jaywick", "Harwich",
    "Dovercourt", "Manningtree", "Mistley", "Brightlingsea", "St Osyth", "Great Bentley",
    "Thorpe-le-Soken", "Weeley", "Wivenhoe", "Elmstead Market", "Little Clacton", "Maldon",
    "Heybridge", "Burnham-on-Crouch", "Tollesbury", "West Mersea", "Tiptree",
}  # fmt: skip
OUTCODES = {"CO5", "CO7", "CO11", "CO12", "CO13", "CO14", "CO15", "CO16", "CM0", "CM9"}
SENSITIVE_TERMS = {
    "refuge", "domestic-abuse", "sexual-violence", "harm-reduction", "sexual-health", "treatment",
    "alcoholics-anonymous", "narcotics-anonymous", "families-of-addiction", "smart-recovery",
    "bereaved-suicide", "suicide", "crisis-cafe",
}  # fmt: skip


@pytest.fixture(scope="module")
def place():
    return records(TODAY)


def everything(place):
    return chain(place.organizations, place.services, place.locations, place.spaces)


def all_texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from all_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from all_texts(item)


def test_size(place):
    assert 150 <= len(place.organizations) <= 170
    assert 260 <= len(place.services) <= 330
    assert 100 <= len(place.locations) <= 120
    assert 22 <= len(place.spaces) <= 30
    assert sum(each.kind == "responsibility" for each in place.services) >= 18


def test_same_day_same_place(place):
    assert records(TODAY) == place


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29), date(2028, 12, 31)])
def test_reads_on_other_days(today):
    assert len(records(today).services) > 0


def test_every_record_may_be_written(place):
    assert [(each.key, problems_of(each)) for each in everything(place) if problems_of(each)] == []


def test_keys_are_unique(place):
    for kind in (place.organizations, place.services, place.locations, place.spaces):
        assert [key for key, n in Counter(each.key for each in kind).items() if n > 1] == []


def test_every_reference_resolves(place):
    organizations = {each.key for each in place.organizations}
    locations = {each.key for each in place.locations}

    assert {each.organization_key for each in chain(place.services, place.spaces)} <= organizations
    assert {each.parent_key for each in place.organizations} - {""} <= organizations
    used = {at.location_key for each in place.services for at in each.places}
    used |= {each.location_key for each in place.spaces}
    assert used == locations
    assert {each.organization_key for each in place.services} == organizations


def test_categories_and_features_are_known(place):
    counts = Counter(code for each in place.services for code in each.categories)

    assert set(counts) <= set(CATEGORIES)
    assert {code for code in CATEGORIES if counts[code] < 3} <= {"place"}
    assert {code for each in place.spaces for code in each.features} <= set(FEATURES)
    assert all(each.categories for each in place.services)


def test_every_kind_and_leader_occurs(place):
    assert {each.kind for each in place.organizations} == {
        "initiative", "peer_group", "formal_service", "faith_body", "business", "funder", "authority",
        "community_centre",
    }  # fmt: skip
    assert {each.led_by for each in place.organizations} == {
        "lived_experience", "residents", "faith", "charity", "public", "business",
    }  # fmt: skip


def test_numbers_are_those_kept_for_drama(place):
    contacts = [at.contacts for each in place.services for at in each.places]
    contacts += [each.contacts for each in everything(place)]
    numbers = {contact.phone for contact in chain(*contacts) if contact.phone}
    long_numbers = set()
    for text in all_texts([to_plain(each) for each in everything(place)]):
        long_numbers |= set(re.findall(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b", text))

    assert [each for each in sorted(numbers | long_numbers) if not DRAMA_NUMBERS.fullmatch(each)] == []
    assert len(numbers) > 80


def test_addresses_lead_nowhere(place):
    hosts = []
    for text in all_texts([to_plain(each) for each in everything(place)]):
        hosts += re.findall(r"https?://([^/\s\"]+)", text)
        hosts += re.findall(r"[\w.+-]+@([\w.-]+\w)", text)

    assert [host for host in hosts if not re.fullmatch(r"[\w.-]+\.example\.(org|net)", host)] == []


def test_places_are_in_the_district_and_dry(place):
    assert {each.city for each in place.locations} == TOWNS
    assert [each.key for each in place.locations if not is_on_land(each.latitude, each.longitude)] == []


def test_postcodes_can_not_be_real(place):
    for each in place.locations:
        outward, inward = each.postal_code.split()
        assert outward in OUTCODES, each.key
        # The Post Office never gives out these letters after the digit.
        assert re.fullmatch(r"\d[A-Z]{2}", inward), each.key
        assert set(inward) & set("CIKMOV"), each.key


def test_who_does_what_says_how_and_how_long(place):
    for each in place.services:
        if each.kind == "responsibility":
            assert each.application_process, each.name
            assert each.required_documents, each.name
            assert each.promised_days is not None, each.name
            assert len(each.extra["days_taken"]) >= 5, each.name
    duties = [each for each in place.services if each.kind == "responsibility"]
    late = [each for each in duties if sorted(each.extra["days_taken"])[len(each.extra["days_taken"]) // 2] > each.promised_days]
    assert len(late) >= 8


def test_freshness_differs(place):
    ages = [(TODAY - each.assured_on).days if each.assured_on else None for each in place.organizations]
    known = [age for age in ages if age is not None]

    assert sum(age <= 365 for age in known) > len(ages) * 0.8
    assert sum(age > 365 for age in known) >= 6
    assert ages.count(None) >= 4
    assert min(known) >= 0
    assert all(each.assured_by for each in place.organizations if each.assured_on)


def test_openings_are_as_various_as_life(place):
    rules = [rule for each in place.services for rule in each.schedules]
    rules += [rule for each in place.services for at in each.places for rule in at.schedules]

    assert any(rule.freq == "MONTHLY" and rule.nth[0][0] == -1 for rule in rules)
    assert any(rule.interval == 2 for rule in rules)
    assert any(rule.term_time_only for rule in rules)
    assert any(rule.closed_on_holidays for rule in rules)
    assert any(rule.by_appointment for rule in rules)
    assert any(rule.closes_at == rule.opens_at == "00:00" for rule in rules)
    assert any("00:00" < rule.closes_at < rule.opens_at for rule in rules)
    assert any(rule.valid_from for rule in rules)
    events = [rule for rule in rules if rule.freq == "ONCE"]
    assert len(events) >= 8
    assert all(TODAY < rule.starts_on < TODAY + timedelta(weeks=7) for rule in events)
    closed = [each for each in place.services if each.status == "temporarily_closed"]
    assert closed
    assert all(each.closed_until > TODAY and each.closed_reason for each in closed)


def test_access_is_told_honestly(place):
    assert {each.step_free for each in place.locations} == {"yes", "no", "partly", ""}
    assert all(each.transportation for each in place.locations if not each.confidential)


def test_every_peer_group_says_what_to_expect(place):
    peers = {each.key for each in place.organizations if each.kind == "peer_group"}
    silent = [
        each.name for each in place.services if (each.organization_key in peers or each.kind == "meeting") and not each.what_to_expect
    ]

    assert silent == []


def test_faith_bodies_say_their_approach(place):
    bodies = [each for each in place.organizations if each.kind == "faith_body"]

    assert len(bodies) >= 12
    assert [each.name for each in bodies if len(each.approach) < 20] == []


def test_sensitive_subjects_are_marked(place):
    unmarked = [each.name for each in place.services if SENSITIVE_TERMS & {term.code for term in each.terms} and not each.sensitive]

    assert unmarked == []


def test_confidential_places_are_named_nowhere_else(place):
    hidden = [each for each in place.locations if each.confidential]
    others = [to_plain(each) for each in everything(place) if each not in hidden]
    texts = "\n".join(all_texts(others))

    assert len(hidden) == 3
    for each in hidden:
        assert each.public_area
        assert each.address_1 not in texts
        assert each.postal_code not in texts


def test_languages(place):
    assert {code for each in place.services for code in each.languages} >= {"en", "pl", "ro", "bn", "ar", "uk", "bfi"}
    translated = {language for each in place.services for language in each.translations}
    assert {"es", "pl", "ar"} <= translated
    for each in place.services:
        for fields in each.translations.values():
            assert set(fields) == {"name", "description"}, each.name
