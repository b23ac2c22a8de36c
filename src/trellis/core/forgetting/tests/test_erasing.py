"""Erasing by the register, and the list that outlives a backup."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trellis.core.forgetting import Identity, erasures, following, sweeping
from trellis.core.forgetting.erasing import erase, erase_address, would_erase
from trellis.core.forgetting.identity import identity_of
from trellis.core.forgetting.models import ErasuresApplied
from trellis.core.letters.models import Letter
from trellis.core.log import chain
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Grant, Person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.TRELLIS_DATA = tmp_path
    return tmp_path


@pytest.fixture
def ann() -> Person:
    return Person.objects.create_user(email="ann@example.org", display_name="Ann")


@pytest.fixture
def ben() -> Person:
    return Person.objects.create_user(email="ben@example.org", display_name="Ben")


def letter_to(address: str, at: datetime) -> Letter:
    from trellis.core.fields import blind_index

    number = (LogEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    fact = LogEntry.objects.create(number=number, deed="00000000-0000-4000-8000-000000000000", at=at, action="a.b.c", channel="test")
    key = blind_index(address.casefold(), "letter")
    return Letter.objects.create(
        fact=fact, address=address, reader_key=key, channel="email", language="en", subject="S", body="B", queued_at=at
    )


def test_grants_go_or_forget_who_gave_them(ann, ben):
    Grant.objects.create(person=ann, role="keeper", granted_by=ben, granted_at=NOW)
    given = Grant.objects.create(person=ben, role="keeper", granted_by=ann, granted_at=NOW)
    erased = erase(ann, now=NOW)
    given.refresh_from_db()
    assert given.granted_by is None
    assert list(Grant.objects.all()) == [given]
    assert (erased.counts["core.Grant"], erased.counts["core.Person"]) == (2, 1)
    assert list(chain.faults()) == []


def test_what_would_go_is_counted_truly_and_nothing_goes(ann, ben):
    Grant.objects.create(person=ann, role="keeper", granted_by=ben, granted_at=NOW)
    counted = would_erase(ann, now=NOW)
    assert Person.objects.count() == 2 and not erasures.read()
    assert counted == erase(ann, now=NOW)


def test_an_erased_person_is_recognised_by_a_digest_alone(ann, folder):
    person_id = ann.pk
    erase(ann, now=NOW)
    written = (folder / "erased.jsonl").read_text()
    assert "ann" not in written and str(person_id) not in written
    assert [each.person for each in erasures.read()] == [erasures.person_digest(person_id)]
    assert (folder / "erased.jsonl").stat().st_mode & 0o077 == 0


def test_whoever_comes_back_with_an_older_database_is_erased_again(ann, ben):
    Person.objects.filter(pk=ann.pk)
    kept = {"id": ann.pk, "email": ann.email, "log_name": ann.log_name}
    erase(ann, now=NOW)
    assert not following.is_behind()
    Person.objects.create(**kept)
    ErasuresApplied.objects.all().delete()
    assert following.is_behind()
    assert following.follow(now=NOW) == 1
    assert list(Person.objects.all()) == [ben]
    assert not following.is_behind()
    assert following.follow(now=NOW) == 0


def test_a_new_account_with_an_old_address_is_somebody_new(ann):
    erase(ann, now=NOW)
    again = Person.objects.create_user(email="ann@example.org")
    assert following.follow(now=NOW + timedelta(days=1)) == 0
    assert list(Person.objects.all()) == [again]


def test_letters_to_an_address_without_an_account_go_and_later_ones_stay():
    letter_to("Carol@example.org", NOW - timedelta(days=1))
    other = letter_to("dora@example.org", NOW)
    assert erase_address("carol@example.org", now=NOW).counts == {"core.Letter": 1}
    letter_to("carol@example.org", NOW - timedelta(days=1))
    later = letter_to("carol@example.org", NOW + timedelta(days=1))
    assert following.follow(now=NOW + timedelta(days=2)) == 1
    assert set(Letter.objects.all()) == {other, later}


def test_a_line_that_was_lost_or_changed_is_noticed(ann, ben, folder):
    erase(ann, now=NOW)
    erase(ben, now=NOW)
    path = folder / "erased.jsonl"
    first, second = path.read_text().splitlines()
    for damaged in (second, f"{second}\n{first}", first.replace("2026", "2025"), "nonsense", f"{first}\n{{}}"):
        path.write_text(damaged + "\n")
        with pytest.raises(erasures.ListDamaged, match="line"):
            erasures.read()


def test_lists_are_joined_and_nothing_stands_twice(ann, ben, folder):
    erase(ann, now=NOW)
    elsewhere = erasures.read()
    (folder / "erased.jsonl").unlink()
    erase(ben, now=NOW)
    assert erasures.take_in(elsewhere) == 1
    assert erasures.take_in(elsewhere) == 0
    assert [each.number for each in erasures.read()] == [1, 2]


def test_names_are_taken_out_of_words_as_words():
    them = Identity(names=frozenset({"Ann", "Ann Bee"}), addresses=frozenset({"ann@example.org"}))
    assert them.without("Ann Bee and ANN wrote from ann@example.org; Annette did not.", instead="someone") == (
        "someone and someone wrote from someone; Annette did not."
    )
    assert Identity().without("Ann") == "Ann"


def test_a_persons_names_and_addresses_are_known(ann):
    them = identity_of(ann)
    assert (them.names, them.addresses) == (frozenset({"Ann"}), frozenset({"ann@example.org"}))


def test_the_files_are_swept_only_after_the_commit(ann, django_capture_on_commit_callbacks, monkeypatch):
    swept = []
    monkeypatch.setattr(sweeping, "sweep", lambda labels=(): swept.append(list(labels)) or True)
    with django_capture_on_commit_callbacks(execute=True):
        erase(ann, now=NOW)
        assert swept == []
    assert "core.Person" in swept[0]


def test_a_busy_database_is_swept_later(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(sweeping, "sweep", lambda labels=(): False)
    assert not sweeping.sweep_or_later(["core.Person"])
    with pytest.raises(sweeping.StillInUse):
        sweeping.sweep_later.func(["core.Person"])


def test_erasing_reads_each_table_once_for_each_way_to_a_person(ann):
    """However many people there are: what erasing costs does not grow with the place, but for sessions and files."""
    cache.clear()
    with CaptureQueriesContext(connection) as few:
        would_erase(ann, now=NOW)
    for number in range(20):
        Person.objects.create_user(email=f"p{number}@example.org")
    with CaptureQueriesContext(connection) as more:
        would_erase(ann, now=NOW)
    assert len(more) == len(few)
