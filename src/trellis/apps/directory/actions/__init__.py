"""Every write of the directory."""

from trellis.apps.directory.actions.checks import InvalidRecord, Problem, check, problems_of
from trellis.apps.directory.actions.editing import (
    add_record,
    approve_change,
    change_record,
    propose_change,
    propose_new,
    reject_change,
    withdraw_change,
)
from trellis.apps.directory.actions.imports import import_records
from trellis.apps.directory.actions.roles import give_role, take_role
from trellis.apps.directory.actions.upkeep import (
    close_for_now,
    confirm_record,
    reopen,
    retire_record,
    tell_time_taken,
)

__all__ = [
    "InvalidRecord", "Problem", "add_record", "approve_change", "change_record", "check",
    "close_for_now", "confirm_record", "give_role", "import_records", "problems_of",
    "propose_change", "propose_new", "reject_change", "reopen", "retire_record", "take_role",
    "tell_time_taken", "withdraw_change",
]  # fmt: skip
