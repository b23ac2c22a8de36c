"""How letters leave."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from trellis.config.mail import mail_settings

OUTBOX = Path("/data/outbox")


def test_without_a_mail_server_letters_are_files():
    assert mail_settings("", outbox=OUTBOX)["EMAIL_FILE_PATH"] == "/data/outbox"


def test_a_mail_server_is_spoken_to_in_private():
    found = mail_settings("smtp://jo:p%40ss@mail.example", outbox=OUTBOX)

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == ("mail.example", 587, "p@ss")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)


def test_encrypted_from_the_start():
    found = mail_settings("smtps://mail.example", outbox=OUTBOX)

    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (465, False, True)


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://host:port"])
def test_an_address_that_means_nothing(url):
    with pytest.raises(ImproperlyConfigured):
        mail_settings(url, outbox=OUTBOX)
