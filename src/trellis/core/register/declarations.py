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


ON_ERASURE = ("delete", "unlink", "blank")


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """What becomes of a row when the person at the end of a path is erased.

    `delete`: the row goes. `blank`: the row stays, the path is cut and every personal field is emptied.
    `unlink`: only the path is cut, because what the row says is not about the person (a published change).
    `takeout`: whether the row is in the person's own takeout; never where it would tell of somebody else.
    """

    on_erasure: str
    takeout: bool = True

    def __post_init__(self) -> None:
        if self.on_erasure not in ON_ERASURE:
            raise ValueError(f"{self.on_erasure} is none of {', '.join(ON_ERASURE)}")


@dataclass(frozen=True, kw_only=True)
class Keep:
    """How long rows are kept: deleted (or blanked) `days` after the time or date in field `since`.

    `only` narrows to rows whose fields have these values, such as {"state": "closed"}.
    """

    days: int
    since: str
    only: dict = field(default_factory=dict)
    then: str = "delete"

    def __post_init__(self) -> None:
        if self.then not in ("delete", "blank") or self.days < 0:
            raise ValueError("rows are deleted or blanked after a number of days")


@dataclass(frozen=True)
class Description:
    """What a model said: its personal fields, those that hold none, whose the rows are and how long they stay."""

    model: type
    personal: dict[str, Personal] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    people: dict[str, Theirs] = field(default_factory=dict)
    keep: tuple[Keep, ...] = ()
    stays: str = ""
    traces: tuple[str, ...] = ()


_descriptions: dict[type, Description] = {}


def describe(
    model: type,
    *,
    personal: dict[str, Personal],
    plain: list[str],
    people: dict[str, Theirs] | None = None,
    keep: tuple[Keep, ...] = (),
    stays: str = "",
    traces: tuple[str, ...] = (),
) -> None:
    """Say of each text, JSON, file or person field of `model` whether it holds personal data.

    `people` names each path to a person ("person", "membership__person"; "" is the person's own row) and what erasing
    them does to the row. `keep` says when rows go by themselves; `stays` why they need not, where erasing a person
    leaves personal fields behind. `traces` are text fields in which a person's id or address may stand: erasing
    the person deletes the rows where it does.
    """
    names = {each.name for each in model._meta.fields}
    for name in (*personal, *plain, *traces):
        if name not in names:
            raise ValueError(f"{model.__name__} has no field {name}")
    _descriptions[model] = Description(model, dict(personal), frozenset(plain), dict(people or {}), keep, stays, traces)


def described(model: type) -> Description | None:
    """What the model said, or None when it said nothing."""
    return _descriptions.get(model)


def all_descriptions() -> list[Description]:
    """Every description, by model label."""
    return sorted(_descriptions.values(), key=lambda each: each.model._meta.label)
