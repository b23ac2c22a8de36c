"""Sealing a text with words that only its writer has. What is kept can't be opened by us, by hosts, or by whoever takes the disk.

The key is made from the words by scrypt (RFC 7914) with a salt of its own; the text is sealed with AES-256-GCM (NIST SP 800-38D), bound
to the stay it belongs to. Neither the words nor the key are kept anywhere; if the words are lost, the text is lost, and the pages say so.
What this does not do: the text passes through this server in the moment it is sealed or opened, so whoever controls the running
server then could read it. It is kept from everybody who reads the database, a backup or the disk, with or without the place's keys.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from trellis.apps.gatherings.queries.respite_words import WORDS

FORM = "1"
COST = 2**15
"""scrypt's N: about a tenth of a second and 32 MB for each try."""
N_WORDS = 6
FEWEST_LETTERS = 16


class WrongWords(Exception):
    """These words do not open it."""


def fresh_words(words: Iterable[str] = WORDS) -> str:
    """Six words by chance out of 256: one of 2^48."""
    known = list(words)
    return " ".join(secrets.choice(known) for _each in range(N_WORDS))


def seal(text: str, words: str, *, place: str) -> str:
    """The text sealed with these words for this place; another salt each time."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_key(words, salt)).encrypt(nonce, text.encode(), _bound(place))
    return f"{FORM}.{base64.urlsafe_b64encode(salt + nonce + sealed).decode()}"


def unseal(sealed: str, words: str, *, place: str) -> str:
    """The text that was sealed with these words. Raises WrongWords for others, and for a text that was moved or damaged."""
    form, _dot, body = sealed.partition(".")
    if form != FORM:
        raise WrongWords("sealed in a form that is not known here")
    raw = base64.urlsafe_b64decode(body)
    try:
        return AESGCM(_key(words, raw[:16])).decrypt(raw[16:28], raw[28:], _bound(place)).decode()
    except InvalidTag as wrong:
        raise WrongWords("these words do not open it") from wrong


def plainly(words: str) -> str:
    """The words as they count: small letters, one space between, so that a capital or a comma does not lock anybody out."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return " ".join("".join(each if each.isalnum() else " " for each in folded).split())


def are_enough(words: str) -> bool:
    """Whether they are hard enough to guess: at least four words with sixteen letters together."""
    plain = plainly(words).split()
    return len(set(plain)) >= 4 and sum(map(len, plain)) >= FEWEST_LETTERS


def _key(words: str, salt: bytes) -> bytes:
    return hashlib.scrypt(plainly(words).encode(), salt=salt, n=COST, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=32)


def _bound(place: str) -> bytes:
    return f"trellis respite plan {FORM}\0{place}".encode()
