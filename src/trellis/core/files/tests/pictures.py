"""Small pictures made by hand, with all that must not stay in them."""

import struct
import zlib

GPS = b"51.5 N 0.1 W of Ann's house"


def segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(orientation=6, order=">"):
    start = b"MM\0*" if order == ">" else b"II*\0"
    entries = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(order + "HHII", 0x8825, 4, 1, 38)
    return b"Exif\0\0" + start + struct.pack(order + "IH", 8, 2) + entries + struct.pack(order + "I", 0) + GPS


def jpeg(*extra, trailer=b"", scans=1):
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
    tables = segment(0xDB, b"\0" * 65) + segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0") + segment(0xC4, b"\0" * 20)
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0" + b"\0" * 9) + b"".join(extra) + tables + scan * scans + b"\xff\xd9" + trailer


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(*extra, trailer=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"") + trailer


def riff(name, content):
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp(*extra):
    body = b"WEBP" + riff(b"VP8X", b"\x2c" + b"\0" * 9) + riff(b"VP8L", b"\x2f\0\0\0\0\x07") + b"".join(extra)
    return b"RIFF" + struct.pack("<I", len(body)) + body
