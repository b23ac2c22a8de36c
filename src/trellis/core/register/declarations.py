"""What each model says of its fields."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = ("public", "personal", "special", "secret")


@dataclass(frozen=True, kw_only=True)
class Personal:
    """A field that may hold personal data: its purpose, kind, legal basis, retention, readers.

    `special` (health, belief, trouble told in confidence) and `secret` fields must be encrypted.
    `protected_by` says how a third-party app protects one that is not.
    """

    purpose: str
    kind: str
    basis: str
    retention: str
    readers: str
    protected_by: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind} is none of {', '.join(KINDS)}")

    @property
    def needs_encryption(self) -> bool:
        return self.kind in ("special", "secret")


@dataclass(frozen=True)
class Description:
    """What a model said: its personal fields, and those that hold none."""

    model: type
    personal: dict[str, Personal] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()


_descriptions: dict[type, Description] = {}


def describe(model: type, *, personal: dict[str, Personal], plain: list[str]) -> None:
    """Say of each text, JSON, file or person field of `model` whether it holds personal data."""
    names = {each.name for each in model._meta.fields}
    for name in (*personal, *plain):
        if name not in names:
            raise ValueError(f"{model.__name__} has no field {name}")
    _descriptions[model] = Description(model, dict(personal), frozenset(plain))


def described(model: type) -> Description | None:
    """What the model said, or None when it said nothing."""
    return _descriptions.get(model)


def all_descriptions() -> list[Description]:
    """Every description, by model label."""
    return sorted(_descriptions.values(), key=lambda each: each.model._meta.label)
