"""What the models of installed third-party apps hold. They can't say it themselves, so it is said here."""

from django.apps import apps

from .declarations import Personal, describe, described

_SIGN_IN = {"basis": "contract: the person signs in", "retention": "until the person is erased"}
_PASSKEY = Personal(
    purpose="let the person sign in with a passkey or a code",
    kind="secret",
    readers="nobody; the sign-in code",
    protected_by="of a passkey only the public half is kept; recovery codes are encrypted by our sign-in",
    **_SIGN_IN,
)
_SESSION = {
    "basis": "contract: the person signs in",
    "retention": "14 days after signing in, or until the person signs out; deleted the night after",
}

DESCRIPTIONS: dict[str, tuple[dict[str, Personal], list[str]]] = {
    "auth.Permission": ({}, ["name", "codename"]),
    "auth.Group": ({}, ["name"]),
    "contenttypes.ContentType": ({}, ["app_label", "model"]),
    "sessions.Session": (
        {
            "session_key": Personal(
                purpose="know a browser again",
                kind="secret",
                readers="nobody",
                protected_by="a random number of 32 characters that says nothing and ends with the session",
                **_SESSION,
            ),
            "session_data": Personal(purpose="keep a person signed in", kind="personal", readers="nobody", **_SESSION),
        },
        [],
    ),
    "account.EmailAddress": (
        {
            "user": Personal(purpose="know whose address it is", kind="personal", readers="the person", **_SIGN_IN),
            "email": Personal(purpose="send the sign-in code", kind="personal", readers="the person", **_SIGN_IN),
        },
        [],
    ),
    "account.EmailConfirmation": (
        {
            "key": Personal(
                purpose="prove that an address is the person's",
                kind="secret",
                basis="contract: the person signs in",
                retention="3 days",
                readers="nobody",
                protected_by="a random code that works once and for three days",
            )
        },
        [],
    ),
    "mfa.Authenticator": (
        {"user": Personal(purpose="know whose passkey it is", kind="personal", readers="the person", **_SIGN_IN), "data": _PASSKEY},
        ["type"],
    ),
    "django_tasks_database.DBTaskResult": (
        {},
        [
            *("status", "args_kwargs", "task_path", "worker_ids", "queue_name", "backend_name"),
            *("return_value", "exception_class_path", "traceback"),
        ],
    ),
}
"""Jobs take ids and codes only, so that their rows hold nothing of a person."""


def describe_third_party() -> None:
    """Add these descriptions for the apps that are installed. Harmless when called again."""
    for label, (personal, plain) in DESCRIPTIONS.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        if described(model) is None:
            describe(model, personal=personal, plain=plain)
