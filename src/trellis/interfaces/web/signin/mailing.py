"""Sending a code at once, without the page waiting for the mail server.

A code must not queue behind a long import, so it is no job. And because the page does not wait, it
takes as long for an address that nobody here has, for which nothing is sent.
"""

from __future__ import annotations

import logging
import threading

from django.core.mail import EmailMessage

log = logging.getLogger(__name__)


def send_soon(message: EmailMessage | None) -> threading.Thread:
    """Send the message beside the request; None takes the same way and sends nothing."""
    thread = threading.Thread(target=_send, args=[message], name="sign-in mail")
    thread.start()
    return thread


def _send(message: EmailMessage | None) -> None:
    if message is None:
        return
    try:
        message.send()
    except Exception as error:
        # Whatever the mail server answers may quote the address, so only the kind of error is told.
        log.error("A sign-in code could not be sent: %s", type(error).__name__)
