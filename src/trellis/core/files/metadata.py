"""Taking out of pictures what the camera and programs wrote into them: place, time, owner, thumbnails.

Pixels are not decoded or changed. A JPEG keeps its orientation, or phones' photographs would lie on their
side. What follows the end of a picture (a phone's short film, for one) is dropped.
Sources: ITU-T T.81 annex B (JPEG segments), JEITA CP-3451 (Exif), PNG third edition, WebP container.
"""

import struct
from collections.abc import Iterator

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYS"),
    *(b"acTL", b"fcTL", b"fdAT"),
}
WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
WEBP_SAYS_METADATA = 0x08 | 0x04  # Exif and XMP flags of VP8X

SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
ORIENTATION = 0x0112
UPRIGHT = 1


class Malformed(ValueError):
    """The file does not follow its own format."""


# JPEG


def clean_jpeg(content: bytes) -> bytes:
    """The same picture with only what is needed to show it: no Exif, XMP, IPTC, comments or makers' notes."""
    kept = [b"\xff\xd8"]
    orientation = UPRIGHT
    body = []
    for marker, segment in _jpeg_segments(content):
        if marker == APP1 and segment[4:10] == b"Exif\0\0":
            orientation = _orientation(segment[10:]) or orientation
        if _jpeg_keeps(marker, segment):
            body.append(segment)
    if orientation != UPRIGHT:
        kept.append(_exif_with(orientation))
    return b"".join([*kept, *body, b"\xff\xd9"])


def _jpeg_keeps(marker: int, segment: bytes) -> bool:
    if marker == APP0:
        return segment[4:9] == b"JFIF\0"  # JFXX is a thumbnail
    if marker == APP2:
        return segment[4:16] == b"ICC_PROFILE\0"
    return marker == APP14 or not (APP1 <= marker <= APP15 or marker == COM)


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment between start and end of the picture; that of a scan holds its compressed data too."""
    if content[:2] != b"\xff\xd8":
        raise Malformed("no start of picture")
    at, scans = 2, 0
    while True:
        start = at
        if content[at : at + 1] != b"\xff":
            raise Malformed("no marker")
        while content[at : at + 1] == b"\xff":  # fill bytes may stand before a marker
            at += 1
        if at >= len(content):
            raise Malformed("cut short")
        marker = content[at]
        at += 1
        if marker == EOI:
            if not scans:
                raise Malformed("no picture")
            return
        if marker in ALONE:
            yield marker, content[start:at]
            continue
        length = int.from_bytes(content[at : at + 2])
        end = at + length
        if length < 2 or end > len(content):
            raise Malformed("cut short")
        if marker == SOS:
            end = _end_of_scan(content, end)
            scans += 1
        yield marker, b"\xff" + content[at - 1 : end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the marker after the compressed data is. Stuffed zeros and restart markers belong to the data."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Malformed("cut short")
        following = content[at + 1]
        if following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at


def _orientation(tiff: bytes) -> int | None:
    """The orientation that the first directory of Exif data gives, if it can be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (directory,) = struct.unpack_from(order + "I", tiff, 4)
        (n,) = struct.unpack_from(order + "H", tiff, directory)
        for entry in range(n):
            tag, kind, count, value = struct.unpack_from(order + "HHIH", tiff, directory + 2 + 12 * entry)
            if tag == ORIENTATION and (kind, count) == (3, 1) and 1 <= value <= 8:
                return value
    except struct.error:
        return None
    return None


def _exif_with(orientation: int) -> bytes:
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, orientation, 0, 0)
    segment = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment


# PNG


def clean_png(content: bytes) -> bytes:
    """The same picture without text, time, Exif and private chunks."""
    if not content.startswith(PNG_START):
        raise Malformed("no start of picture")
    kept, at, seen_data = [PNG_START], len(PNG_START), False
    while True:
        if at + 12 > len(content):
            raise Malformed("cut short")
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            raise Malformed("cut short")
        if name in PNG_KEPT:
            kept.append(content[at:end])
        seen_data |= name == b"IDAT"
        if name == b"IEND":
            if not seen_data:
                raise Malformed("no picture")
            return b"".join(kept)
        at = end


# WebP


def clean_webp(content: bytes) -> bytes:
    """The same picture without Exif, XMP and unknown chunks."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise Malformed("no start of picture")
    size = int.from_bytes(content[4:8], "little") + 8
    if size > len(content):
        raise Malformed("cut short")
    kept, at = [], 12
    while at + 8 <= size:
        name, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if end > size:
            raise Malformed("cut short")
        chunk = content[at:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_SAYS_METADATA]) + chunk[9:] if length else chunk
        if name in WEBP_KEPT:
            kept.append(chunk)
        at = end
    if not any(chunk[:4] in (b"VP8 ", b"VP8L", b"ANMF") for chunk in kept):
        raise Malformed("no picture")
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
