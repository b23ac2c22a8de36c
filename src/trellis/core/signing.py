"""This place's own signature: an Ed25519 key, made on first use, that says "this came from here, unchanged".

It hides nothing, and it does not say that what is signed is true. The key stands in `secrets/origin.key`; whoever
follows this place remembers its public half.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import threading
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from trellis.core.fields.keys import key_file, key_folder

FILE = "origin.key"

_lock = threading.Lock()
_held: dict[str, Ed25519PrivateKey] = {}


def sign(text: str) -> str:
    """This place's signature of a text."""
    return _shown(_own().sign(text.encode()))


def public_key() -> str:
    """The half of this place's key that everybody may know."""
    return _shown(_own().public_key().public_bytes_raw())


def holds(text: str, signature: str, key: str) -> bool:
    """Whether the owner of this public key signed exactly this text."""
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(key)).verify(_bytes(signature), text.encode())
    except (InvalidSignature, ValueError, binascii.Error, UnicodeEncodeError):
        return False
    return True


def fingerprint(key: str) -> str:
    """A short form of a public key that two people can read to each other: five groups of four digits and letters."""
    digest = hashlib.sha256(b"trellis origin key\0" + key.encode()).digest()
    code = base64.b32encode(digest)[:20].decode()
    return " ".join(code[start : start + 4] for start in range(0, 20, 4))


def canonical(document: dict[str, Any]) -> str:
    """The one text of a document: names in order, no spaces, without its own signature."""
    told = {name: value for name, value in document.items() if name != "signature"}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with this place's key and its signature over all the rest."""
    told = document | {"key": public_key()}
    return told | {"signature": sign(canonical(told))}


def is_signed(document: dict[str, Any]) -> bool:
    """Whether a document carries a signature that fits the key it names."""
    key, signature = document.get("key"), document.get("signature")
    return isinstance(key, str) and isinstance(signature, str) and holds(canonical(document), signature, key)


def _own() -> Ed25519PrivateKey:
    folder = str(key_folder())
    with _lock:
        if folder not in _held:
            made = key_file(FILE, lambda: _shown(Ed25519PrivateKey.generate().private_bytes_raw()).encode())
            _held[folder] = Ed25519PrivateKey.from_private_bytes(_bytes(made.decode()))
        return _held[folder]


def _shown(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
