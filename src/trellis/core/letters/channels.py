"""The ways a letter can reach somebody. A new way is one class and one `register_channel`."""

import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .models import Letter
from .reaching import ANYTHING, FREELY, PLACE, Reach

PAGE = "page"
EMAIL = "email"
LETTERS_PATH = "/letters"


class Refusal(Exception):
    """This letter can never be delivered this way: trying again is of no use."""


class Channel(Protocol):
    """How letters leave."""

    code: str
    sends_later: bool
    """Whether a job sends it after the transaction; otherwise it has arrived once it is written."""

    def reaches(self, person, address: str) -> bool:
        """Whether this reader can be reached this way."""

    def send(self, letter: Letter, reach: Reach) -> None:
        """Send it, saying no more than may be said. OSError is tried again later; Refusal is not."""


class InPage:
    """The inbox of a person who signs in."""

    code = PAGE
    sends_later = False

    def reaches(self, person, address: str) -> bool:
        return person is not None

    def send(self, letter: Letter, reach: Reach) -> None:
        """Nothing to do: it is read where it lies."""


class Email:
    """E-mail, through whatever back-end the settings name."""

    code = EMAIL
    sends_later = True

    def reaches(self, person, address: str) -> bool:
        return bool(address or (person is not None and person.email))

    def send(self, letter: Letter, reach: Reach) -> None:
        try:
            composed(letter, reach).send()
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= 500 for code, _reason in error.recipients.values()):
                raise Refusal("the mail server does not know this address") from error
            raise
        except ValueError as error:  # a header that cannot be sent, such as a line break in the address
            raise Refusal("the address or the subject is not valid in e-mail") from error


def composed(letter: Letter, reach: Reach = FREELY) -> EmailMultiAlternatives:
    """The e-mail of a letter: plain text, and the same as simple HTML.

    Its Message-ID is the letter's own, so that a mail server can drop the copy of a retry. Where the person asked that
    nothing be said, subject, sender and body name neither the letter nor the place, and the address has no path.
    """
    to = letter.address or (letter.recipient.email if letter.recipient else "") or reach.address
    if not to:
        raise Refusal("the person has no e-mail address any more")
    shown = _shown(letter, reach)
    context = {"letter": shown, "place": shown.place, "rtl": translation.get_language_info(letter.language)["bidi"]}
    with translation.override(letter.language):
        plain = render_to_string("letters/mail.txt", context)
        html = render_to_string("letters/mail.html", context)
    message = EmailMultiAlternatives(
        subject=shown.subject,
        body=plain,
        from_email=settings.DEFAULT_FROM_EMAIL if shown.place else parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        to=[to],
        headers={
            "Message-ID": f"<{letter.id}@{urlsplit(settings.TRELLIS_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": letter.language,
        },
    )
    message.attach_alternative(html, "text/html")
    return message


@dataclass(frozen=True)
class _Shown:
    """What of a letter is said."""

    language: str
    subject: str
    body: str
    url: str
    place: str


def _shown(letter: Letter, reach: Reach) -> _Shown:
    if reach.said == ANYTHING:
        return _Shown(letter.language, letter.subject, letter.body, letter.url, settings.PLACE_NAME)
    with translation.override(letter.language):
        if reach.said == PLACE:
            body = _("There is something for you. Sign in to read it.")
            return _Shown(letter.language, _("A letter for you"), body, f"{settings.TRELLIS_URL}{LETTERS_PATH}", settings.PLACE_NAME)
        return _Shown(letter.language, _("A message"), _("There is something for you."), settings.TRELLIS_URL, "")


_channels: dict[str, Channel] = {}


def register_channel(channel: Channel) -> None:
    """Add a way for letters to leave."""
    if channel.code in _channels:
        raise TypeError(f"two channels are called {channel.code}")
    _channels[channel.code] = channel


def channel(code: str) -> Channel:
    """The channel of this code; KeyError when there is none."""
    return _channels[code]


def all_channels() -> list[Channel]:
    return list(_channels.values())


register_channel(InPage())
register_channel(Email())
