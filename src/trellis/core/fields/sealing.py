"""Sealing and opening a text that belongs to exactly one place: this field of this record.

The place is written inside the encrypted text. Whoever can write to the database but has no key can
therefore not move a value to another row or field without it being noticed.
Stored form: `label:token`, where the label names the key, so that rotation finds what is left to do.
"""

from cryptography.fernet import InvalidToken

from .keys import LABEL_LENGTH, key_ring


class WrongPlace(Exception):
    """An encrypted value was found in a row or field it was not written for."""


class NoPlace(ValueError):
    """A value cannot be encrypted yet, because its record has no id."""


class KeyMissing(Exception):
    """A value was written with a key that the key file no longer holds, or was damaged."""


def seal(text: str, place: str) -> str:
    """Encrypt a text for its place."""
    return seal_bytes(text.encode(), place).decode()


def unseal(token: str, place: str) -> str:
    """Decrypt what `seal` wrote for the same place. Raises WrongPlace or KeyMissing."""
    return unseal_bytes(token.encode(), place).decode()


def reseal(token: str) -> str:
    """The same value under the newest key."""
    return reseal_bytes(token.encode()).decode()


def seal_bytes(content: bytes, place: str) -> bytes:
    """Encrypt bytes for their place."""
    ring = key_ring()
    return ring.newest.encode() + b":" + ring.cipher.encrypt(place.encode() + b"\0" + content)


def unseal_bytes(token: bytes, place: str) -> bytes:
    """Decrypt what `seal_bytes` wrote for the same place."""
    try:
        inside = key_ring().cipher.decrypt(token.partition(b":")[2])
    except InvalidToken as error:
        raise _missing(token) from error
    found, _, content = inside.partition(b"\0")
    if found != place.encode():
        raise WrongPlace(f"An encrypted value in {place} was written for another record or field.")
    return content


def reseal_bytes(token: bytes) -> bytes:
    """The same bytes under the newest key."""
    ring = key_ring()
    try:
        return ring.newest.encode() + b":" + ring.cipher.rotate(token.partition(b":")[2])
    except InvalidToken as error:
        raise _missing(token) from error


def key_label(token: str) -> str:
    """The label of the key that a stored value says it needs."""
    return token.partition(":")[0]


def _missing(token: bytes) -> KeyMissing:
    label = key_label(token[: LABEL_LENGTH + 1].decode(errors="replace"))
    if label in key_ring().labels:
        return KeyMissing("An encrypted value is damaged: its key is here, but it does not open.")
    return KeyMissing(f"An encrypted value needs key {label}, which is not in field.keys.")
