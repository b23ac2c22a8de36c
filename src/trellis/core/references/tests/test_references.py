"""A reference is a value, is stored as text, and finds its row; a missing row is no error."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.people.models import Person
from trellis.core.references import Ref, RefField, model_of, register_kind, resolve
from trellis.core.references import ref as references

words = st.text(min_size=1)


@given(words.filter(lambda kind: "/" not in kind), words)
def test_a_reference_reads_as_it_was_written(kind, id):
    assert Ref.parse(str(Ref(kind, id))) == Ref(kind, id)


@pytest.mark.parametrize("text", ["", "/", "kind", "kind/", "/id"])
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(ValueError, match="no reference"):
        Ref.parse(text)


@given(st.text() | st.none() | st.integers() | st.binary())
def test_a_field_takes_a_reference_or_says_it_is_none(value):
    field = RefField(blank=True)
    try:
        found = field.to_python(value)
    except ValidationError:
        return
    assert found is None or str(found) == value


def test_a_field_keeps_a_reference_as_text():
    field, ref = RefField(), Ref("core.person", "5")
    assert field.get_prep_value(ref) == "core.person/5" == field.get_prep_value("core.person/5")
    assert field.from_db_value("core.person/5", None, None) == ref
    assert field.from_db_value(None, None, None) is None


@pytest.mark.django_db
def test_many_are_found_with_one_query_for_each_kind(django_assert_num_queries):
    people = [Person.objects.create_user() for _ in range(3)]
    types = list(ContentType.objects.all()[:2])
    refs = [Ref.to(row) for row in (*people, *types, people[0])]
    gone = [Ref("core.person", str(uuid.uuid4())), Ref("core.person", "no id"), Ref("gone.thing", "1"), Ref("nothing", "1"), None]
    with django_assert_num_queries(2):
        found = resolve([*refs, *gone])
    assert found == dict(zip(refs, (*people, *types, people[0]), strict=True))


def test_a_row_without_an_id_cannot_be_referred_to():
    with pytest.raises(ValueError, match="without an id"):
        Ref.to(ContentType())


def test_a_renamed_model_keeps_its_kind(monkeypatch):
    monkeypatch.setattr(references, "_kinds", {})
    register_kind("people.member", Person)
    person = Person()
    assert Ref.to(person) == Ref("people.member", str(person.pk)) and model_of("people.member") is Person
    assert model_of("core.person") is Person
    with pytest.raises(TypeError, match="two models"):
        register_kind("people.member", ContentType)
