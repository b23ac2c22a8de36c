"""E-mails in files: those of one person go, those of others stay, also from one file."""

import uuid

import pytest
from django.core.mail import EmailMessage, get_connection

from trellis.core.forgetting import Identity
from trellis.core.forgetting.letters import forget_mail_files

ANN = Identity(addresses=frozenset({"ann@example.org"}), names=frozenset({"Ann"}))


@pytest.fixture
def outbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def mail(to: str, body: str = "words", **headers: str) -> EmailMessage:
    return EmailMessage(subject="S", body=body, to=[to], headers=headers)


def written(outbox) -> str:
    return "".join(each.read_text() for each in sorted(outbox.iterdir()))


def test_only_theirs_leave_a_file_with_several(outbox):
    get_connection().send_messages([mail("ANN@example.org", "one"), mail("ben@example.org", "two"), mail("Ann <ann@example.org>", "three")])
    assert forget_mail_files(ANN, set()) == 2
    left = written(outbox)
    assert "two" in left and "one" not in left and "three" not in left
    assert forget_mail_files(ANN, set()) == 0
    assert written(outbox) == left


def test_a_file_of_theirs_alone_goes(outbox):
    get_connection().send_messages([mail("ann@example.org")])
    forget_mail_files(ANN, set())
    assert list(outbox.iterdir()) == []


def test_mail_to_others_about_them_is_known_by_its_letter(outbox):
    letter = uuid.uuid4()
    get_connection().send_messages(
        [mail("ben@example.org", "about", **{"Message-ID": f"<{letter}@localhost>"}), mail("ben@example.org", "else")]
    )
    assert forget_mail_files(ANN, {letter}) == 1
    assert "else" in written(outbox) and "about" not in written(outbox)


def test_nothing_happens_where_a_mail_server_is_named(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert forget_mail_files(ANN, set()) == 0
