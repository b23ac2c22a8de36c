"""Which fact is told to whom: the declarations, and queuing what they ask for."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from trellis.core.fields import blind_index
from trellis.core.log.events import Event
from trellis.core.log.models import LogEntry
from trellis.core.references import Ref

from .channels import all_channels, channel
from .models import Letter
from .reaching import FREELY, reach
from .sending import send_letter
from .writing import usable_language, words

Teller = Callable[[LogEntry, Event], None]

_tellers: dict[type[Event], list[Teller]] = {}


def tells(*events: type[Event]) -> Callable[[Teller], Teller]:
    """Declare `function(fact, event)`, which writes the letters about these events."""

    def declare(function: Teller) -> Teller:
        for event in events:
            _tellers.setdefault(event, []).append(function)
        return function

    return declare


def all_told() -> dict[type[Event], list[Teller]]:
    """Which functions tell each event."""
    return dict(_tellers)


def deliver(entry: LogEntry, event: Event) -> None:
    """Write and queue the letters about this fact, in the transaction of the fact. Nothing leaves yet."""
    for function in _tellers.get(type(event), ()):
        function(entry, event)


def letter(
    fact: LogEntry,
    *,
    to: Any,
    subject: Any,
    template: str,
    context: dict[str, Any] | None = None,
    path: str = "",
    about: Ref | None = None,
    language: str = "",
    channels: Iterable[str] | None = None,
) -> list[Letter]:
    """Tell one reader of a fact, through each channel that reaches them. Returns the letters that are new.

    `to` is a person, or an e-mail address of somebody without an account. `subject` is a translatable
    sentence that names nothing. `path` is the page to open, without the host. `language` is the
    reader's, for somebody without an account.
    """
    person, address = (None, to.strip()) if isinstance(to, str) else (to, "")
    language = usable_language(language or getattr(person, "language", ""))
    heading, body = words(subject=subject, template=template, context=context or {}, language=language)
    wanted = [channel(code) for code in channels] if channels is not None else all_channels()
    written = []
    with transaction.atomic():
        for way in wanted:
            may = reach(person, way.code, now=fact.at) if person is not None and way.sends_later else FREELY
            if not may.allowed or not way.reaches(person, address or may.address):
                continue
            new = Letter(
                recipient=person,
                address=address or None,
                language=language,
                subject=heading,
                body=body,
                path=path,
                about=about,
                queued_at=fact.at,
            )
            if not way.sends_later:
                new.state, new.sent_at = Letter.State.SENT, fact.at
            if _keep_once(new, fact=fact, reader_key=_reader_key(person, address), channel=way.code):
                written.append(new)
                if way.sends_later:
                    send_letter.enqueue(str(new.id))
    return written


def _reader_key(person: Any, address: str) -> str:
    return str(person.pk) if person is not None else blind_index(address.casefold(), "letter")


def _keep_once(new: Letter, **unique: Any) -> bool:
    """Save the letter unless this reader has been told this fact this way. The constraint decides races."""
    if Letter.objects.filter(**unique).exists():
        return False
    for name, value in unique.items():
        setattr(new, name, value)
    return bool(Letter.objects.bulk_create([new], ignore_conflicts=True)) and Letter.objects.filter(pk=new.pk).exists()
