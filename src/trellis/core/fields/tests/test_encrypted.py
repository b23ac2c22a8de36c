"""What is written is unreadable, belongs to one place, and comes back as it was."""

import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.db.models import F, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.core.fields import KeyMissing, NoPlace, Sealed, WrongPlace
from trellis.core.fields.sealing import seal, unseal

from .places import Note

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=10,
)
same_keys = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def stored(note, column="body"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM fields_tests_note WHERE title = %s", [note.title])
        return cursor.fetchone()[0]


@same_keys
@given(texts, texts)
def test_opening_gives_back_what_was_sealed(text, place):
    place = place.replace("\0", "")
    assert unseal(seal(text, place), place) == text


@same_keys
@given(texts, texts, texts)
def test_no_other_place_opens_it(text, place, other):
    place, other = place.replace("\0", ""), other.replace("\0", "")
    if place != other:
        with pytest.raises(WrongPlace):
            unseal(seal(text, place), other)


@same_keys
@given(json_values)
def test_json_comes_back_equal(value):
    field, pk = Note._meta.get_field("details"), uuid.uuid4()
    assert field.opened(field.sealed(value, pk), pk) == value


def test_the_database_holds_no_plain_text(notes):
    note = notes.create(title="a", body="I am afraid", details={"who": "Ann"})
    assert "afraid" not in stored(note) and "Ann" not in stored(note, "details")
    read = notes.get(pk=note.pk)
    assert (read.body, read.answer, read.details) == ("I am afraid", "", {"who": "Ann"})


def test_nothing_is_stored_as_nothing(notes):
    note = notes.create(title="a")
    assert stored(note) is None and notes.get(pk=note.pk).body is None
    assert notes.filter(body__isnull=True).count() == notes.filter(body=None).count() == 1


def test_values_swapped_between_rows_or_fields_are_noticed(notes):
    one = notes.create(title="one", body="first", answer="yes")
    two = notes.create(title="two", body="second")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fields_tests_note SET body = %s WHERE title = 'two'", [stored(one)])
        cursor.execute("UPDATE fields_tests_note SET answer = body WHERE title = 'one'")
    with pytest.raises(WrongPlace):
        _ = notes.get(pk=two.pk).body
    with pytest.raises(WrongPlace):
        _ = notes.get(pk=one.pk).answer


def test_rows_are_opened_only_when_read(notes, own_keys):
    note = notes.create(title="a", body="text")
    own_keys.write_bytes(b"")
    row = list(notes.all())[0]
    assert row.title == note.title and isinstance(row.__dict__["body"], Sealed)


def test_saving_another_field_leaves_the_sealed_one(notes):
    note = notes.create(title="a", body="text")
    before = stored(note)
    row = notes.get(pk=note.pk)
    row.answer = "yes"
    row.save()
    assert stored(row) == before and notes.get(pk=note.pk).answer == "yes"


def test_a_copied_record_must_not_carry_sealed_values(notes):
    notes.create(title="a", body="text")
    copy = notes.get(title="a")
    copy.pk = uuid.uuid4()
    with pytest.raises(WrongPlace):
        copy.save()


def test_deferred_and_refreshed_fields_open_too(notes):
    note = notes.create(title="a", body="text", details=[1])
    assert notes.defer("body").get().body == "text"
    assert notes.only("title").get().details == [1]
    note.body = "other"
    note.refresh_from_db()
    assert note.body == "text"


def test_a_changed_json_value_is_saved(notes):
    notes.create(title="a", details={"n": 1})
    row = notes.get()
    row.details["n"] = 2
    row.save()
    assert notes.get().details == {"n": 2}


def test_bulk_create_encrypts(notes):
    notes.bulk_create([Note(title="a", body="one"), Note(title="b", body="two")])
    assert sorted(note.body for note in notes.all()) == ["one", "two"]
    assert "one" not in stored(notes.get(title="a"))


@pytest.mark.parametrize("value", ["plain", F("title"), Value("plain"), {"a": 1}])
def test_update_refuses_what_is_not_sealed(notes, value):
    notes.create(title="a", body="text")
    with pytest.raises(FieldError, match="save"), transaction.atomic():
        notes.update(body=value)
    assert notes.get().body == "text"


def test_bulk_update_is_refused(notes):
    note = notes.create(title="a", body="text")
    note.body = "other"
    with pytest.raises(FieldError), transaction.atomic():
        notes.bulk_update([note], ["body"])
    assert notes.get().body == "text"


def test_update_to_nothing_is_allowed(notes):
    notes.create(title="a", body="text")
    notes.update(body=None)
    assert notes.get().body is None


def test_values_gives_sealed_ones(notes):
    note = notes.create(title="a", body="secret")
    row = notes.values("id", "body").get()
    assert isinstance(row["body"], Sealed) and "secret" not in repr(row)
    assert Note._meta.get_field("body").opened(row["body"], note.pk) == "secret"


@pytest.mark.parametrize("lookup", ["body", "body__icontains", "body__in", "details__name", "body__gt"])
def test_searching_is_refused(notes, lookup):
    with pytest.raises(FieldError, match="blind_index"):
        list(notes.filter(**{lookup: ["text"] if lookup.endswith("in") else "text"}))


def test_a_record_without_id_is_refused():
    with pytest.raises(NoPlace):
        Note._meta.get_field("body").sealed("text", None)


def test_an_expression_on_the_instance_is_refused(notes):
    with pytest.raises(TypeError):
        notes.create(title="a", body=F("title"))


def test_a_lost_key_is_named(notes, own_keys):
    notes.create(title="a", body="text")
    own_keys.unlink()
    with pytest.raises(KeyMissing, match="not in field.keys"):
        _ = notes.get().body


def test_a_damaged_value_is_named(notes):
    note = notes.create(title="a", body="text")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fields_tests_note SET body = %s", [stored(note)[:-4] + "AAAA"])
    with pytest.raises(KeyMissing, match="damaged"):
        _ = notes.get().body


def test_unique_is_refused():
    with pytest.raises(TypeError, match="blind_index"):
        type(Note._meta.get_field("body"))(unique=True)
