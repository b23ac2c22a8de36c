"""The ways a letter can reach somebody. A new way is one class and one `register_channel`."""

import smtplib
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from .models import Letter

PAGE = "page"
EMAIL = "email"


class Refusal(Exception):
    """This letter can never be delivered this way: trying again is of no use."""


class Channel(Protocol):
    """How letters leave."""

    code: str
    sends_later: bool
    """Whether a job sends it after the transaction; otherwise it has arrived once it is written."""

    def reaches(self, person, address: str) -> bool:
        """Whether this reader can be reached this way."""

    def send(self, letter: Letter) -> None:
        """Send it. OSError is tried again later; Refusal is not."""


class InPage:
    """The inbox of a person who signs in."""

    code = PAGE
    sends_later = False

    def reaches(self, person, address: str) -> bool:
        return person is not None

    def send(self, letter: Letter) -> None:
        """Nothing to do: it is read where it lies."""


class Email:
    """E-mail, through whatever back-end the settings name."""

    code = EMAIL
    sends_later = True

    def reaches(self, person, address: str) -> bool:
        return bool(address or (person is not None and person.email))

    def send(self, letter: Letter) -> None:
        try:
            composed(letter).send()
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= 500 for code, _reason in error.recipients.values()):
                raise Refusal("the mail server does not know this address") from error
            raise
        except ValueError as error:  # a header that cannot be sent, such as a line break in the address
            raise Refusal("the address or the subject is not valid in e-mail") from error


def composed(letter: Letter) -> EmailMultiAlternatives:
    """The e-mail of a letter: plain text, and the same as simple HTML.

    Its Message-ID is the letter's own, so that a mail server can drop the copy of a retry.
    """
    to = letter.address or (letter.recipient.email if letter.recipient else "")
    if not to:
        raise Refusal("the person has no e-mail address any more")
    context = {"letter": letter, "place": settings.PLACE_NAME, "rtl": translation.get_language_info(letter.language)["bidi"]}
    with translation.override(letter.language):
        plain = render_to_string("letters/mail.txt", context)
        html = render_to_string("letters/mail.html", context)
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=plain,
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
