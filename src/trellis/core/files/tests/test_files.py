"""Files are kept whole, shared when equal, shown to those who may see them, and run nothing."""

import io
import os
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory

from trellis.core.fields import WrongPlace, rotation
from trellis.core.fields.keys import key_ring
from trellis.core.files import FileRefused, access, discard, file_rule, keep, kinds, may_see_file, opened
from trellis.core.files.models import StoredFile
from trellis.core.files.storage import discard_orphans
from trellis.core.files.views import stored_file
from trellis.core.people.models import Person
from trellis.core.references import Ref

from .pictures import GPS, exif, jpeg, png, segment

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.TRELLIS_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    monkeypatch.setattr(access, "_rules", {})


@pytest.fixture
def owner():
    return Person.objects.create_user()


def upload(content, name="photo.jpg"):
    file = io.BytesIO(content)
    file.name = name
    return file


def stored(owner, content=None, *, visibility="by_rule", name="photo.jpg"):
    content = content if content is not None else jpeg(segment(0xE1, exif()))
    return keep(upload(content, name), owner=Ref.to(owner), visibility=visibility, by=owner, now=NOW)


def get(file_id, person=None):
    request = RequestFactory().get("/")
    request.user = person or SimpleNamespace(is_authenticated=False)
    return stored_file(request, file_id)


def body(response):
    return b"".join(response.streaming_content)


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_has_no_place_in_it(owner, settings):
    file = stored(owner, visibility="public")
    assert GPS not in file.path.read_bytes() and file.media_type == "image/jpeg"
    assert oct(file.path.stat().st_mode)[-3:] == "600"
    assert StoredFile.objects.get().name == "photo.jpg"


def test_equal_files_share_their_bytes_until_the_last_goes(owner, settings, django_capture_on_commit_callbacks):
    one, two = stored(owner, visibility="public"), stored(owner, visibility="public")
    assert len(on_disk(settings.MEDIA_ROOT)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        discard(one)
    assert two.path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        discard(two)
    assert on_disk(settings.MEDIA_ROOT) == []


def test_what_is_not_public_is_encrypted_for_its_row(owner):
    one, two = stored(owner, png()), stored(owner, png())
    assert b"PNG" not in one.path.read_bytes() and one.sha256 != two.sha256
    assert opened(one).read() == png() and one.n_bytes == len(png())
    two.sha256 = one.sha256
    with pytest.raises(WrongPlace):
        opened(two)


def test_rotation_reaches_files(owner, settings):
    hidden, public = stored(owner, png()), stored(owner, png(), visibility="public")
    old = key_ring().newest
    done = rotation.rotate(now=lambda: NOW, settle=0)
    assert key_ring().labels == (done.key_label,) and old != done.key_label and done.n_values >= 3
    hidden.refresh_from_db()
    assert opened(hidden).read() == opened(public).read() == png()
    assert sorted(on_disk(settings.MEDIA_ROOT)) == sorted([hidden.path, public.path])
    assert len({hidden.path, public.path}) == 2


def test_orphans_go_after_a_day(owner, settings):
    with transaction.atomic():
        stored(owner)
        transaction.set_rollback(True)
    kept = stored(owner, png())
    assert discard_orphans() == 0
    for path in on_disk(settings.MEDIA_ROOT):
        os.utime(path, (0, 0))
    assert discard_orphans() == 1 and on_disk(settings.MEDIA_ROOT) == [kept.path]


def test_bytes_that_went_before_the_commit_are_written_again(owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        file = stored(owner)
        file.path.unlink()
    assert file.path.exists()


def test_a_file_too_large_is_refused(owner, monkeypatch):
    monkeypatch.setattr(kinds, "KINDS", [SimpleNamespace(recognises=lambda start: True, max_bytes=5)])
    with pytest.raises(FileRefused, match="larger"):
        stored(owner)


def test_a_public_file_is_shown_to_anyone(owner):
    response = get(stored(owner, visibility="public").pk)
    assert body(response).startswith(b"\xff\xd8") and "public" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Type"] == "image/jpeg" and response["Content-Disposition"].startswith("inline")


def test_without_a_rule_nobody_sees_it(owner):
    with pytest.raises(Http404):
        get(stored(owner).pk, owner)


def test_the_rule_of_the_owners_kind_decides(owner):
    @file_rule("core.person")
    def own_files(person, found, file):
        return person == found

    file, stranger = stored(owner), Person.objects.create_user()
    assert get(file.pk, owner)["Cache-Control"] == "no-store"
    for other in (stranger, None):
        with pytest.raises(Http404):
            get(file.pk, other)
    owner.delete()
    assert not may_see_file(stranger, StoredFile.objects.get())


def test_missing_and_hidden_look_the_same(owner):
    file = stored(owner)
    with pytest.raises(Http404) as hidden:
        get(file.pk)
    with pytest.raises(Http404) as missing:
        get(owner.pk)
    assert str(hidden.value) == str(missing.value)


def test_a_pdf_is_handed_over_to_be_saved(owner):
    response = get(stored(owner, b"%PDF-1.7\n", visibility="public", name="a.html").pk)
    assert response["Content-Type"] == "application/pdf" and response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a\r\nSet-Cookie: x=1.jpg", "C:\\x\\y.jpg", '"; filename="x', "naïve \u202e.jpg", "x" * 5000]
)
def test_no_name_does_harm(owner, name):
    file = stored(owner, visibility="public", name=name)
    response = get(file.pk)
    assert "\n" not in response["Content-Disposition"] and "/" not in file.name and len(file.name) <= 150
