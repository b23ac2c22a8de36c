"""Encrypted model fields: what a person tells in confidence is unreadable in the database file.

    from trellis.core.fields import EncryptedJSONField, EncryptedTextField, blind_index

Read README.md before querying such a field: it can be read and saved, never searched or updated in bulk.
"""

from .encrypted import EncryptedJSONField, EncryptedTextField, Sealed
from .keys import KeysUnsafe, blind_index
from .sealing import KeyMissing, NoPlace, WrongPlace

__all__ = [
    "EncryptedJSONField",
    "EncryptedTextField",
    "KeyMissing",
    "KeysUnsafe",
    "NoPlace",
    "Sealed",
    "WrongPlace",
    "blind_index",
]
