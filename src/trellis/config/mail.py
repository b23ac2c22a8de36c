"""How letters leave by e-mail."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def mail_settings(url: str, *, outbox: Path) -> dict:
    """Django's EMAIL_* settings for this address; without one, letters are written as files into `outbox`.

    Files rather than the console, because a log is no place for somebody's sign-in code.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(outbox)}
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or port == -1:
        raise ImproperlyConfigured("TRELLIS_MAIL must look like smtp://user:password@host:587")
    from_the_start = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if from_the_start else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": from_the_start,
        "EMAIL_USE_TLS": not from_the_start and parts.hostname not in ("localhost", "127.0.0.1"),
        "EMAIL_TIMEOUT": 20,
    }
