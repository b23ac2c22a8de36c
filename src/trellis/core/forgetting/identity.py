"""By what a person is recognised in rows and files that do not point at them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth import get_user_model

from trellis.core.register.declarations import all_descriptions

SHORTEST_NAME = 2


@dataclass(frozen=True)
class Identity:
    """A person's id, name in the log, addresses and names; or, without an account, an address alone."""

    person_id: UUID | None = None
    log_name: str = ""
    addresses: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)

    @property
    def traces(self) -> list[str]:
        """What stands in keys and texts of the program where this person is meant: the id in its two spellings, and addresses."""
        ids = [str(self.person_id), self.person_id.hex] if self.person_id else []
        return [*ids, *sorted(self.addresses)]

    def is_at(self, address: str) -> bool:
        """Whether this is one of their addresses, however it is spelt."""
        return address.strip().casefold() in self.addresses

    def without(self, text: str, *, instead: str = "") -> str:
        """The text without their names and addresses."""
        wanted = sorted({*self.names, *self.addresses}, key=len, reverse=True)
        if not wanted:
            return text
        pattern = "|".join(re.escape(each) for each in wanted)
        return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda _found: instead, text, flags=re.IGNORECASE)


def identity_of(person) -> Identity:
    """What is known of a person: the addresses they sign in with, and each name they go by anywhere."""
    names, addresses = set(), set()
    for row in _rows_that_name(person):
        for field_name, found in (("display_name", names), ("email", addresses)):
            value = getattr(row, field_name, None)
            if isinstance(value, str) and value.strip():
                found.add(value.strip())
    return Identity(
        person_id=person.pk,
        log_name=str(person.log_name),
        addresses=frozenset(each.casefold() for each in addresses),
        names=frozenset(each for each in names if len(each) >= SHORTEST_NAME),
    )


def _rows_that_name(person):
    """Their own row, and those of the register that go with them and hold a name or an address."""
    yield person
    for description in all_descriptions():
        fields = {each.name for each in description.model._meta.fields}
        if description.model is get_user_model() or not fields & {"display_name", "email"}:
            continue
        for path, theirs in description.people.items():
            if path and theirs.on_erasure == "delete":
                yield from description.model._base_manager.filter(**{path: person.pk})
