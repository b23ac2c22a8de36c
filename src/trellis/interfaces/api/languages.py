"""Names of languages in English, the language of the schemas."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language_info

_SIGNED = {"bfi": "British Sign Language", "isg": "Irish Sign Language", "ase": "American Sign Language"}


@lru_cache(maxsize=512)
def language_name(code: str) -> str:
    """The English name of a language, or its code."""
    if code in _SIGNED:
        return _SIGNED[code]
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code
