"""A person who signs in, and the grants that give a person a role."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.people.roles import role_choices
from trellis.core.register import Personal, Theirs, describe


class People(BaseUserManager):
    """Makes people; an e-mail address is optional, a password is never needed."""

    def create_user(self, email=None, password=None, **fields):
        person = self.model(email=self.normalize_email(email) or None, **fields)
        person.set_unusable_password() if password is None else person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who takes part. Finding and asking for help needs no such row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    display_name = models.CharField(_("the name others see"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    language = models.CharField(max_length=35, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    log_name = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    """What the log calls the person. Nothing else knows it, so that erasing this row leaves the log without them."""

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        app_label = "core"
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.display_name or str(_("Someone"))

    def holds(self, role: str, scope=None) -> bool:
        """Whether a grant gives this role for the whole place, or for `scope` (a model row)."""
        key = (str(scope.pk) if scope is not None else "", role)
        return ("", role) in self._grants() or key in self._grants()

    def has_role(self, *roles: str) -> bool:
        """Whether the person holds one of these roles, for the whole place or for any row."""
        return any(held in roles for _scope, held in self._grants())

    def scopes_of(self, role: str) -> set[str]:
        """Ids of the rows for which the person holds the role ("" for the whole place)."""
        return {scope for scope, held in self._grants() if held == role}

    def _grants(self) -> set[tuple[str, str]]:
        if "_held" not in self.__dict__:
            self._held = set(self.grants.values_list("scope_id", "role"))
        return self._held


class Grant(models.Model):
    """A person holds a role, for the whole place or for one row (its kind and id)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40, choices=role_choices)
    scope_kind = models.CharField(max_length=60, blank=True)
    scope_id = models.CharField(max_length=40, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="grants_given")
    granted_at = models.DateTimeField()

    class Meta:
        app_label = "core"
        constraints = [
            models.UniqueConstraint("person", "role", "scope_kind", "scope_id", name="grant_once"),
            models.CheckConstraint(
                name="grant_scope_whole_or_none",
                condition=models.Q(scope_kind="", scope_id="") | (~models.Q(scope_kind="") & ~models.Q(scope_id="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope_kind}".strip()


_KEEPS_DIRECTORY = {
    "basis": "consent, given when the account began",
    "retention": "until the person is erased",
}

describe(
    Person,
    personal={
        "display_name": Personal(
            purpose="Show others whom they deal with; never a real name by demand",
            kind="personal",
            readers="keepers, and those the person writes to",
            **_KEEPS_DIRECTORY,
        ),
        "email": Personal(
            purpose="Send the sign-in code and letters",
            kind="personal",
            readers="nobody on a page; the program when it sends mail",
            **_KEEPS_DIRECTORY,
        ),
        "password": Personal(
            purpose="None: people sign in by code or passkey; the framework's column stays unusable",
            kind="personal",
            readers="nobody",
            **_KEEPS_DIRECTORY,
        ),
        "language": Personal(
            purpose="Write to the person in their language",
            kind="personal",
            readers="the program when it writes to the person",
            **_KEEPS_DIRECTORY,
        ),
    },
    plain=[],
    people={"": Theirs(on_erasure="delete")},
)

_ROLE = {
    "purpose": "Decide who may change what, and show who gave the role",
    "kind": "personal",
    "basis": "legitimate interest in a directory that is kept true",
    "retention": "until the role is taken away or the person is erased",
    "readers": "stewards",
}

describe(
    Grant,
    personal={"person": Personal(**_ROLE), "granted_by": Personal(**_ROLE)},
    plain=["role", "scope_kind", "scope_id"],
    people={"person": Theirs(on_erasure="delete"), "granted_by": Theirs(on_erasure="unlink", takeout=False)},
)
