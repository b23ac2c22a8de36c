"""Sealing and opening a text that belongs to exactly one place: this field of this record.

The place is written inside the encrypted text. Whoever can write to the database but has no key can
therefore not move a value to another row or field without it being noticed.
Stored form: `label:token`, where the label names the key, so that rotation finds what is left to do.
"""

from cryptography.fernet import InvalidToken

from .keys import key_ring


class WrongPlace(Exception):
    """An encrypted value was found in a row or field it was not written for."""


class NoPlace(ValueError):
    """A value cannot be encrypted yet, because its record has no id."""


class KeyMissing(Exception):
    """A value was written with a key that the key file no longer holds, or was damaged."""


def seal(text: str, place: str) -> str:
    """Encrypt a text for its place."""
    ring = key_ring()
    inside = place.encode() + b"\0" + text.encode()
    return f"{ring.newest}:{ring.cipher.encrypt(inside).decode()}"


def unseal(token: str, place: str) -> str:
    """Decrypt what `seal` wrote for the same place. Raises WrongPlace or KeyMissing."""
    found, _, text = _opened(token).partition(b"\0")
    if found != place.encode():
        raise WrongPlace(f"An encrypted value in {place} was written for another record or field.")
    return text.decode()


def reseal(token: str) -> str:
    """The same value under the newest key."""
    ring = key_ring()
    _, _, encrypted = token.partition(":")
    try:
        return f"{ring.newest}:{ring.cipher.rotate(encrypted.encode()).decode()}"
    except InvalidToken as error:
        raise _missing(token) from error


def key_label(token: str) -> str:
    """The label of the key that a stored value says it needs."""
    return token.partition(":")[0]


def _opened(token: str) -> bytes:
    _, _, encrypted = token.partition(":")
    try:
        return key_ring().cipher.decrypt(encrypted.encode())
    except InvalidToken as error:
        raise _missing(token) from error


def _missing(token: str) -> KeyMissing:
    if key_label(token) in key_ring().labels:
        return KeyMissing("An encrypted value is damaged: its key is here, but it does not open.")
    return KeyMissing(f"An encrypted value needs key {key_label(token)}, which is not in field.keys.")
