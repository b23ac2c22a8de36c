"""Which files are taken, known by their first bytes and never by their name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import metadata

MEBIBYTE = 1024 * 1024


class FileRefused(ValidationError):
    """A file that is not taken; its message is a sentence for the person, to show beside the field."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type, how it is recognised, and how what it gives away is taken out."""

    media_type: str
    suffix: str
    recognises: Callable[[bytes], bool]
    cleaned: Callable[[bytes], bytes]
    max_bytes: int
    shown_inline: bool


KINDS = (
    Kind("image/jpeg", ".jpg", lambda start: start.startswith(b"\xff\xd8\xff"), metadata.clean_jpeg, 10 * MEBIBYTE, True),
    Kind("image/png", ".png", lambda start: start.startswith(metadata.PNG_START), metadata.clean_png, 10 * MEBIBYTE, True),
    Kind("image/webp", ".webp", lambda start: start[:4] == b"RIFF" and start[8:12] == b"WEBP", metadata.clean_webp, 10 * MEBIBYTE, True),
    Kind("application/pdf", ".pdf", lambda start: start.startswith(b"%PDF-"), bytes, 20 * MEBIBYTE, False),
)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
LARGEST = max(kind.max_bytes for kind in KINDS)


def checked(content: bytes) -> tuple[Kind, bytes]:
    """The kind of this content and what may be kept of it. Raises FileRefused.

    A PDF keeps its own metadata (author, program): it cannot be rewritten safely without a PDF library.
    """
    if not content:
        raise FileRefused(_("The file is empty."), code="empty")
    kind = next((kind for kind in KINDS if kind.recognises(content[:16])), None)
    if kind is None:
        raise FileRefused(_("Only pictures (JPEG, PNG, WebP) and PDF files can be added."), code="kind")
    if len(content) > kind.max_bytes:
        params = {"size": kind.max_bytes // MEBIBYTE}
        raise FileRefused(_("The file is larger than %(size)s MB."), code="size", params=params)
    try:
        return kind, kind.cleaned(content)
    except metadata.Malformed as error:
        raise FileRefused(_("The file is damaged and cannot be added."), code="damaged") from error
