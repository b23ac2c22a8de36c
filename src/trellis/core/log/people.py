"""Who stands behind a name in the log.

The log can't be changed, so it never holds a person's id: it holds their `log_name`, a random id that only
their own row knows. Erasing the row destroys the link for good, and the chain still verifies.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models

from trellis.core.log.models import LogEntry

SUFFIX = "_person"


def person_of(entry: LogEntry):
    """The person who did it, or None: nobody with an account, the program, or somebody who was erased since."""
    return people_of([entry]).get(entry.actor_id)


def people_of(entries: Iterable[LogEntry]) -> dict[str, Any]:
    """The people who did these things, by their names in the log; one query. Who was erased is not in it."""
    return people_named({entry.actor_id for entry in entries})


def people_named(names: Iterable[str]) -> dict[str, Any]:
    """The people behind these names in the log."""
    known = [name for name in names if _is_uuid(name)]
    if not known:
        return {}
    return {str(each.log_name): each for each in get_user_model().objects.filter(log_name__in=known)}


def log_name_of(person_id: Any) -> str:
    """The name in the log of the person with this id; "" when there is no such person any more."""
    if not _is_uuid(person_id):
        return ""
    found = get_user_model().objects.filter(pk=person_id).values_list("log_name", flat=True).first()
    return str(found) if found else ""


def subject_name(row: models.Model) -> str:
    """What the log calls this row: its id, and for a person, or a row that has a person's id, their name in the log."""
    if isinstance(row, get_user_model()):
        return str(row.log_name)
    if row._meta.pk.related_model is get_user_model():
        return log_name_of(row.pk)
    return str(row.pk)


def without_people(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of an event with every person in them under their name in the log.

    A person stands in a field called `person`, or something that ends in `_person`.
    """
    return {name: log_name_of(value) if name == "person" or name.endswith(SUFFIX) else value for name, value in facts.items()}


def _is_uuid(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
