"""Rotation reaches every value, survives being stopped, and never drops a key that is needed."""

import pytest
from django.utils import timezone

from trellis.core.fields import keys, rotation
from trellis.core.fields.sealing import key_label

from .places import Note


@pytest.fixture
def many(notes, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 3)
    monkeypatch.setattr(rotation, "encrypted_fields", lambda: [(Note, ["body", "answer", "details"])])
    return [notes.create(title=str(n), body=f"text {n}", details={"n": n}) for n in range(10)]


def labels():
    rows = Note.objects.values_list("body", "answer", "details")
    return {key_label(value.token) for row in rows for value in row if value is not None}


def test_everything_moves_to_the_new_key_and_the_old_one_goes(many):
    old = keys.key_ring().newest
    done = rotation.rotate(now=timezone.now, settle=0)
    ring = keys.key_ring()
    assert ring.labels == (done.key_label,) and old not in ring.labels
    assert labels() == {done.key_label} and done.finished_at
    assert [note.body for note in Note.objects.order_by("title")] == [f"text {n}" for n in range(10)]
    assert Note.objects.get(title="4").details == {"n": 4}


def test_a_second_rotation_makes_another_key(many):
    first = rotation.rotate(now=timezone.now, settle=0)
    second = rotation.rotate(now=timezone.now, settle=0)
    assert first.key_label != second.key_label and labels() == {second.key_label}


def test_it_goes_on_where_it_was_stopped(many):
    class Stopped(Exception):
        pass

    def stop(steps):
        for n, step in enumerate(steps):
            if n == 7:
                raise Stopped
            yield step

    with pytest.raises(Stopped):
        rotation.rotate(now=timezone.now, watch=stop, settle=0)
    assert len(keys.key_ring().keys) == 2 and len(labels()) == 2
    seen = []
    done = rotation.rotate(now=timezone.now, watch=lambda steps: seen.extend(steps) or [], settle=0)
    assert len(keys.key_ring().keys) == 1 and labels() == {done.key_label}
    assert len(seen) == 4, "only the batches that were left"


def test_a_value_written_under_the_old_key_meanwhile_is_found(many):
    sealed = Note.objects.values_list("body", flat=True).get(pk=many[0].pk)
    work = rotation.begin(timezone.now())
    rotation.exhaust(rotation.rewrite(work))
    Note.objects.filter(pk=many[0].pk).update(body=sealed)
    assert rotation.finish(work, timezone.now()) == {key_label(sealed.token)}
    assert len(keys.key_ring().keys) == 2 and work.finished_at is None
    rotation.rotate(now=timezone.now, settle=0)
    assert Note.objects.get(pk=many[0].pk).body == "text 0" and len(keys.key_ring().keys) == 1


def test_a_value_changed_by_somebody_else_is_not_overwritten(many):
    note = many[0]
    row = Note.objects.values_list("pk", "body", "answer", "details").get(pk=note.pk)
    keys.add_key()
    note.body = "changed"
    note.save()
    rotation._rewrite_row(Note, ["body", "answer", "details"], row)
    assert Note.objects.get(pk=note.pk).body == "changed"


def test_every_encrypted_field_of_the_installed_models_is_found():
    for model, names in rotation.encrypted_fields():
        assert all(model._meta.get_field(name).descriptor_class.__name__ == "OpenedOnAccess" for name in names)
