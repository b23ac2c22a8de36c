"""Letters: to the person's address, about the person in others' inboxes, and those that were written to files."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from email.policy import default
from email.utils import getaddresses
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from trellis.core.fields import KeyMissing, blind_index
from trellis.core.letters.models import Letter
from trellis.core.references import Ref

from .identity import Identity

BETWEEN_MESSAGES = b"-" * 79


def forget_letters(them: Identity, *, until=None) -> tuple[int, set[UUID]]:
    """Delete letters to their addresses, and take their names out of letters that others got about what they did.

    Letters to their account go with the account. Returns how many letters changed, and the ids of all that
    name the person or were meant for them, by which their e-mails are found.
    """
    keys = [blind_index(address, "letter") for address in them.addresses]
    to_them = Letter.objects.filter(recipient=None, reader_key__in=keys)
    if until is not None:
        to_them = to_them.filter(queued_at__lte=until)
    ids = set(to_them.values_list("pk", flat=True))
    n, _by_model = to_them.delete()
    if them.person_id is None:
        return n, ids
    ids |= set(Letter.objects.filter(recipient_id=them.person_id).values_list("pk", flat=True))
    themselves = Ref("core.person", str(them.person_id))
    about_them = Q(fact__actor_id=them.log_name) | Q(fact__subject_kind="core.person", fact__subject_id=them.log_name) | Q(about=themselves)
    for letter in Letter.objects.filter(about_them).exclude(recipient_id=them.person_id).iterator(chunk_size=500):
        ids.add(letter.pk)
        n += _without_their_name(letter, them)
    return n, ids


def _without_their_name(letter: Letter, them: Identity) -> bool:
    try:
        body = letter.body
    except KeyMissing:
        return False
    with override(letter.language):
        left = them.without(body, instead=_("someone"))
    if left == body:
        return False
    letter.body = left
    letter.save(update_fields=["body"])
    return True


def mail_folder() -> Path | None:
    """Where e-mails are written when no mail server is named; None when one is."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return None
    return Path(folder)


def forget_mail_files(them: Identity, letter_ids: set[UUID]) -> int:
    """Take the e-mails to them, and of these letters, out of the files. Returns how many."""
    folder = mail_folder()
    if folder is None or not folder.is_dir():
        return 0
    n = 0
    for path in sorted(folder.iterdir()):
        if path.is_file():
            n += _forget_in_file(path, them, {str(each) for each in letter_ids})
    return n


def _forget_in_file(path: Path, them: Identity, letter_ids: set[str]) -> int:
    parts = path.read_bytes().split(BETWEEN_MESSAGES)
    kept = [part for part in parts if part.strip() and not _is_theirs(message_from_bytes(part.lstrip(), policy=default), them, letter_ids)]
    n = sum(1 for part in parts if part.strip()) - len(kept)
    if n and kept:
        path.write_bytes(b"".join(part + BETWEEN_MESSAGES + b"\n" for part in kept))
    elif n:
        path.unlink()
    return n


def _is_theirs(message: Message, them: Identity, letter_ids: set[str]) -> bool:
    readers = getaddresses([str(each) for name in ("To", "Cc", "Bcc") for each in message.get_all(name, [])])
    if any(them.is_at(address) for _name, address in readers):
        return True
    return str(message.get("Message-ID", "")).strip("<> ").partition("@")[0] in letter_ids
