"""Actions: the one way to change anything, each declared once."""

from trellis.core.actions.context import acting, acting_as_program, as_program, current_helper, current_person
from trellis.core.actions.declaration import Action, Done, action
from trellis.core.actions.errors import NotFound, Refused, WrongState
from trellis.core.actions.once import once
from trellis.core.actions.reactions import reacts_to

__all__ = [
    "Action", "Done", "NotFound", "Refused", "WrongState", "acting", "acting_as_program",
    "action", "as_program", "current_helper", "current_person", "once", "reacts_to",
]  # fmt: skip
