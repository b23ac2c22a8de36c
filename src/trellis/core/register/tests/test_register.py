"""No field of any installed model holds something of a person unsaid, and secrets are encrypted."""

import uuid

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.test.utils import isolate_apps

from trellis.core.fields import EncryptedTextField
from trellis.core.forgetting.owned import installed_descriptions
from trellis.core.references import RefField
from trellis.core.register import Keep, Personal, Theirs, completeness, declarations, describe
from trellis.core.register.declarations import all_descriptions
from trellis.core.register.names import NAMES
from trellis.core.register.third_party import describe_third_party

WHY = {"purpose": "p", "basis": "b", "retention": "r", "readers": "x"}


def test_the_register_is_complete():
    assert completeness.shortcomings() == []


def test_every_personal_field_says_everything():
    describe_third_party()
    for description in all_descriptions():
        for name, personal in description.personal.items():
            missing = [part for part in WHY if not getattr(personal, part).strip()]
            assert not missing, f"{description.model._meta.label}.{name} does not say its {missing}"


def test_all_holders_of_references_are_there():
    for label in completeness.REF_HOLDERS:
        assert completeness._of_references(apps.get_model(label)) == []


@isolate_apps("trellis.core")
def test_each_shortcoming_is_found(monkeypatch):
    monkeypatch.setattr(declarations, "_descriptions", {})

    class Diary(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        writer = models.ForeignKey(get_user_model(), models.CASCADE, related_name="+")
        title = models.CharField(max_length=5)
        text = models.TextField()
        secret = EncryptedTextField()
        both = models.JSONField()
        pages = models.IntegerField()
        about = RefField()

        class Meta:
            app_label = "core"

        def __str__(self) -> str:
            return self.title

    special, personal = Personal(kind="special", **WHY), Personal(kind="personal", **WHY)
    describe(Diary, personal={"text": special, "secret": special, "both": personal}, plain=["both", "about"])
    found = " ".join([*completeness._of_fields(Diary), *completeness._of_references(Diary)])
    assert "Diary.writer points at a person" in found
    assert "Diary.title is not described" in found
    assert "Diary.text is special and must be an encrypted field" in found
    assert "Diary.both is said to be both" in found
    assert "Diary may not point at anything" in found
    for fine in ("Diary.secret", "Diary.pages", "Diary.id"):
        assert fine not in found


def test_every_kind_of_row_with_something_of_a_person_has_a_name_in_plain_words():
    """When this fails, give the model a line in core/register/names.py."""
    named = {description.model._meta.label for description in installed_descriptions() if description.personal}
    assert sorted(named ^ set(NAMES)) == []


@isolate_apps("trellis.core")
def test_what_erasing_a_person_does_must_be_said_and_possible(monkeypatch):
    monkeypatch.setattr(declarations, "_descriptions", {})

    class Note(models.Model):
        writer = models.ForeignKey(get_user_model(), models.CASCADE, related_name="+")
        reader = models.ForeignKey(get_user_model(), models.SET_NULL, null=True, related_name="+")
        text = models.TextField()

        class Meta:
            app_label = "core"

        def __str__(self) -> str:
            return self.text

    personal = dict.fromkeys(("writer", "reader", "text"), Personal(kind="personal", **WHY))

    def said(**more) -> str:
        describe(Note, personal=personal, plain=[], **more)
        return " ".join([*completeness._of_people(Note), *completeness._of_retention(Note)])

    unsaid = said()
    assert "Note.writer points at a person, and `people` does not say" in unsaid
    assert "Note.reader points at a person, and `people` does not say" in unsaid
    assert "erasing them leaves" in unsaid
    unlink, delete = Theirs(on_erasure="unlink"), Theirs(on_erasure="delete")
    assert "but writer cannot be emptied" in said(people={"writer": unlink, "reader": unlink}, keep=(Keep(days=9, since="text"),))
    assert "erasing them leaves" in said(people={"writer": unlink, "reader": unlink})
    assert "but has no nobody" in said(people={"writer": delete, "reader": unlink, "nobody": delete})
    assert "does not end at a person" in said(people={"writer": delete, "reader": unlink, "text": delete})
    assert "only a person's own row" in said(people={"writer": delete, "reader": unlink, "": delete})
    assert said(people={"writer": delete, "reader": unlink}) == ""
    assert said(people={"writer": delete, "reader": unlink}, stays="why") == ""


def test_an_unknown_field_or_kind_is_refused():
    with pytest.raises(ValueError, match="no field nobody"):
        describe(get_user_model(), personal={}, plain=["nobody"])
    with pytest.raises(ValueError, match="none of"):
        Personal(kind="odd", **WHY)
