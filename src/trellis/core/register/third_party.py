"""What the models of installed third-party apps hold. They can't say it themselves, so it is said here."""

from typing import Any

from django.apps import apps

from .declarations import Keep, Personal, Theirs, describe, described

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

DESCRIPTIONS: dict[str, dict[str, Any]] = {
    "auth.Permission": {"personal": {}, "plain": ["name", "codename"]},
    "auth.Group": {"personal": {}, "plain": ["name"]},
    "contenttypes.ContentType": {"personal": {}, "plain": ["app_label", "model"]},
    "sessions.Session": {
        "personal": {
            "session_key": Personal(
                purpose="know a browser again",
                kind="secret",
                readers="nobody",
                protected_by="a random number of 32 characters that says nothing and ends with the session",
                **_SESSION,
            ),
            "session_data": Personal(purpose="keep a person signed in", kind="personal", readers="nobody", **_SESSION),
        },
        "plain": [],
        "keep": (Keep(days=0, since="expire_date"),),
    },
    "account.EmailAddress": {
        "personal": {
            "user": Personal(purpose="know whose address it is", kind="personal", readers="the person", **_SIGN_IN),
            "email": Personal(purpose="send the sign-in code", kind="personal", readers="the person", **_SIGN_IN),
        },
        "plain": [],
        "people": {"user": Theirs(on_erasure="delete")},
    },
    "account.EmailConfirmation": {
        "personal": {
            "key": Personal(
                purpose="prove that an address is the person's",
                kind="secret",
                basis="contract: the person signs in",
                retention="3 days",
                readers="nobody",
                protected_by="a random code that works once and for three days",
            )
        },
        "plain": [],
        "people": {"email_address__user": Theirs(on_erasure="delete", takeout=False)},
        "keep": (Keep(days=3, since="created"),),
    },
    "mfa.Authenticator": {
        "personal": {
            "user": Personal(purpose="know whose passkey it is", kind="personal", readers="the person", **_SIGN_IN),
            "data": _PASSKEY,
        },
        "plain": ["type"],
        "people": {"user": Theirs(on_erasure="delete")},
    },
    "django_tasks_database.DBTaskResult": {
        "personal": {},
        "plain": [
            *("status", "args_kwargs", "task_path", "worker_ids", "queue_name", "backend_name"),
            *("return_value", "exception_class_path", "traceback"),
        ],
        "keep": (
            Keep(days=7, since="finished_at", only={"status": "SUCCESSFUL"}),
            Keep(days=60, since="finished_at", only={"status": "FAILED"}),
        ),
        "traces": ("args_kwargs", "return_value", "traceback"),
    },
}
"""Jobs take ids and codes only, so that their rows hold nothing of a person but an id, or an address in an error."""


def describe_third_party() -> None:
    """Add these descriptions for the apps that are installed. Harmless when called again."""
    for label, said in DESCRIPTIONS.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        if described(model) is None:
            describe(model, **said)
