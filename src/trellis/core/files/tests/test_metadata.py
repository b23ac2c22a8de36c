"""Nothing of the camera stays; the picture does; a broken file is an error and never a crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.files import FileRefused, metadata
from trellis.core.files.kinds import checked
from trellis.core.files.metadata import Malformed, clean_jpeg, clean_png, clean_webp

from .pictures import GPS, chunk, exif, jpeg, png, riff, segment, webp


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpegs_place_goes_and_its_orientation_stays(order):
    full = jpeg(segment(0xE1, exif(6, order)), segment(0xED, GPS), segment(0xFE, GPS), segment(0xE1, b"http://ns.adobe.com/xap/" + GPS))
    cleaned = clean_jpeg(full)
    assert GPS in full and GPS not in cleaned
    assert cleaned == jpeg().replace(b"\xff\xd8", b"\xff\xd8" + metadata._exif_with(6), 1)


def test_an_upright_jpeg_keeps_no_exif():
    assert clean_jpeg(jpeg(segment(0xE1, exif(1)))) == jpeg()


def test_a_jpegs_colours_stay():
    colours = (segment(0xE2, b"ICC_PROFILE\0\1\1profile"), segment(0xEE, b"Adobe\0d\0\0\0\0\1"))
    assert clean_jpeg(jpeg(*colours)) == jpeg(*colours)


def test_what_follows_a_picture_goes():
    assert clean_jpeg(jpeg(trailer=b"MotionPhoto" + GPS)) == jpeg()
    assert clean_png(png(trailer=GPS)) == png()


def test_every_scan_of_a_progressive_jpeg_stays():
    assert clean_jpeg(jpeg(scans=3)) == jpeg(scans=3)


def test_a_thumbnail_goes():
    assert clean_jpeg(jpeg(segment(0xE0, b"JFXX\0\x10" + GPS), segment(0xE2, b"MPF\0" + GPS))) == jpeg()


def test_a_pngs_texts_go():
    kept = chunk(b"pHYS", b"\0" * 9)
    full = png(kept, chunk(b"tEXt", b"Author\0" + GPS), chunk(b"iTXt", GPS), chunk(b"zTXt", GPS), chunk(b"eXIf", GPS), chunk(b"prVt", GPS))
    assert clean_png(full) == png(kept)


def test_a_webps_metadata_goes_and_its_flags_say_so():
    cleaned = clean_webp(webp(riff(b"EXIF", GPS), riff(b"XMP ", GPS)))
    assert GPS not in cleaned and cleaned[20] == 0x20
    assert clean_webp(cleaned) == cleaned


@pytest.mark.parametrize("clean", [clean_jpeg, clean_png, clean_webp])
@given(data=st.data())
def test_a_damaged_picture_is_malformed_at_worst(clean, data):
    whole = {clean_jpeg: jpeg(segment(0xE1, exif())), clean_png: png(), clean_webp: webp(riff(b"EXIF", GPS))}[clean]
    at = data.draw(st.integers(0, len(whole)))
    broken = whole[:at] + data.draw(st.binary(max_size=30)) + whole[data.draw(st.integers(at, len(whole))) :]
    try:
        cleaned = clean(broken)
    except Malformed:
        return
    assert clean(cleaned) == cleaned, "cleaning twice is cleaning once"


@pytest.mark.parametrize("whole", [jpeg(), png(), webp()])
def test_a_picture_cut_short_is_refused(whole):
    for at in range(1, len(whole)):
        with pytest.raises(FileRefused):
            checked(whole[:at])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>",
        b"GIF89a",
        b"MZ",
        b"PK\3\4",
        b"\xef\xbb\xbf<html>",
        b"hello",
    ],
)
def test_other_files_are_refused(content):
    with pytest.raises(FileRefused) as refused:
        checked(content)
    assert str(refused.value.message)


@pytest.mark.parametrize(
    ("content", "media_type"), [(jpeg(), "image/jpeg"), (png(), "image/png"), (webp(), "image/webp"), (b"%PDF-1.7\n", "application/pdf")]
)
def test_kinds_are_known_by_content(content, media_type):
    assert checked(content)[0].media_type == media_type
