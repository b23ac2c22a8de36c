"""Blocks: mutual, silent, and taken back by whoever asked for them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trellis.apps.people.actions import block_person, take_block_back
from trellis.apps.people.models import Block
from trellis.apps.people.queries.blocks import hide_each_other, hides, token_for
from trellis.apps.people.tests.made import CAFE, CHOIR, NOW, a_person, browser_of, joined
from trellis.core.actions import NotFound, acting
from trellis.core.letters.models import Letter
from trellis.core.log.models import LogEntry

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Ann and Bob, both in the choir."""
    ann, bob = a_person(), a_person("bob@example.org")
    return ann, bob, joined(ann, CHOIR, "Robin"), joined(bob, CHOIR, "Sam")


def test_each_no_longer_sees_the_other(two):
    ann, bob, _robin, sam = two
    with acting(ann):
        block_person(ann, membership=sam, now=NOW)
    assert hides(ann) == {bob.pk} and hides(bob) == {ann.pk}
    assert hide_each_other(ann, bob) and hide_each_other(bob, ann) and not hide_each_other(ann, None)
    with acting(ann):
        take_block_back(Block.objects.get(), now=NOW)
    assert hides(ann) == hides(bob) == set()


def test_blocking_twice_is_one_block(two):
    ann, _bob, _robin, sam = two
    with acting(ann):
        assert block_person(ann, membership=sam, now=NOW).pk == block_person(ann, membership=sam, now=NOW).pk


def test_when_both_block_each_other_one_taken_back_leaves_the_other(two):
    ann, bob, robin, sam = two
    for who, whom in ((ann, sam), (bob, robin)):
        with acting(who):
            block_person(who, membership=whom, now=NOW)
    with acting(ann):
        take_block_back(Block.objects.get(blocker=ann), now=NOW)
    assert hides(ann) == {bob.pk} and hides(bob) == {ann.pk}


def test_only_somebody_met_in_a_group_of_ones_own_can_be_blocked(two):
    ann, bob, robin, _sam = two
    elsewhere = joined(bob, CAFE, "Kim")
    for whom in (elsewhere, robin):
        with acting(ann), pytest.raises(NotFound):
            block_person(ann, membership=whom, now=NOW)
        assert browser_of(ann).get(reverse("people-block", args=[token_for(ann, whom)])).status_code == 404


def test_pages_block_list_and_take_back(two):
    ann, _bob, _robin, sam = two
    client, page = browser_of(ann), reverse("people-block", args=[token_for(ann, sam)])
    text = client.get(page).content.decode()
    assert "Sam" in text and "They are not told" in text and "Sam" not in text.split("</title>")[0]
    assert client.post(page).url == "/me/blocks/"
    assert client.post(page).url == "/me/blocks/", "twice is as well as once"
    assert "Sam" in client.get("/me/blocks/").content.decode()
    back = reverse("people-unblock", args=[Block.objects.get().pk])
    assert client.get(back).status_code == 200 and client.post(back).url == "/me/blocks/"
    assert not Block.objects.exists()


def test_a_token_is_of_no_use_to_anybody_else_and_cannot_be_made_up(two):
    ann, bob, _robin, sam = two
    kim = a_person("kim@example.org")
    joined(kim, CHOIR, "Kim")
    for token in (token_for(ann, sam), token_for(kim, sam)[:-2] + "xx", "x"):
        assert browser_of(kim).get(reverse("people-block", args=[token])).status_code == 404


def test_nothing_tells_the_one_who_is_blocked(two):
    """Their pages, letters, counts and the number of queries are as before."""
    ann, bob, _robin, sam = two
    client = browser_of(bob)

    def seen():
        with CaptureQueriesContext(connection) as queries:
            pages = [
                TOKEN.sub("", client.get(page).content.decode()) for page in ("/me/groups/", "/me/blocks/", "/me/consents/", "/account/")
            ]
            hides(bob)
        return pages, len(queries)

    client.get("/me/groups/")
    before = seen()
    with acting(ann):
        block_person(ann, membership=sam, now=NOW)
    assert seen() == before
    assert not Letter.objects.exists()
    block = Block.objects.get()
    assert client.get(reverse("people-unblock", args=[block.pk])).status_code == 404
    with acting(bob), pytest.raises(NotFound):
        take_block_back(block, now=NOW)


def test_neither_the_database_nor_the_log_says_whom(two):
    ann, bob, _robin, sam = two
    with acting(ann):
        block_person(ann, membership=sam, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_block")
        kept = str(cursor.fetchall())
    assert bob.pk.hex not in kept.replace("-", "") and "Sam" not in kept
    entry = LogEntry.objects.latest("number")
    assert entry.facts == {} and str(bob.log_name) not in str(vars(entry))


def test_a_block_of_somebody_who_is_erased_goes_with_them(two):
    from trellis.apps.people.reactions import blocks_of_the_erased
    from trellis.core.forgetting import Identity

    ann, bob, _robin, sam = two
    with acting(ann):
        block_person(ann, membership=sam, now=NOW)
    assert blocks_of_the_erased(Identity(person_id=ann.pk), NOW) == 0 and blocks_of_the_erased(Identity(), NOW) == 0
    assert blocks_of_the_erased(Identity(person_id=bob.pk), NOW) == 1 and not Block.objects.exists()
