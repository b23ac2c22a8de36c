"""Every write of the directory."""

from trellis.apps.directory.actions import (  # noqa: F401  declared here, imported where used
    corrections,
    following,
    forgetting,
    networks,
)
from trellis.apps.directory.actions.bookings import (
    NotFree,
    NotOnTheseTerms,
    book_space,
    book_weekly,
    cancel_booking,
    confirm_booking,
    decline_booking,
    move_booking,
    set_space_terms,
)
from trellis.apps.directory.actions.checks import InvalidRecord, Problem, check, problems_of
from trellis.apps.directory.actions.claiming import (
    approve_claim,
    let_in,
    make_claim,
    object_to_claim,
    prove_claim,
    refuse_claim,
    withdraw_claim,
)
from trellis.apps.directory.actions.confirming import answer_by_link, ask_by_link, open_link, renew_link, stop_letters
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
from trellis.apps.directory.actions.merging import approve_merge, propose_merge, reject_merge, say_not_the_same, undo_merge
from trellis.apps.directory.actions.mistakes import report_mistake, settle_mistake, take_over
from trellis.apps.directory.actions.reminding import put_back, remind
from trellis.apps.directory.actions.roles import give_role, take_role
from trellis.apps.directory.actions.suggesting import SuggestionRecord, key_in, leave_suggestion, publish_suggestion, suggest
from trellis.apps.directory.actions.upkeep import (
    close_for_now,
    confirm_record,
    reopen,
    retire_record,
    tell_time_taken,
)

__all__ = [
    "NotFree", "NotOnTheseTerms", "book_space", "book_weekly", "cancel_booking", "confirm_booking", "decline_booking",
    "move_booking", "set_space_terms",
    "SuggestionRecord", "answer_by_link", "approve_claim", "approve_merge", "ask_by_link", "key_in", "leave_suggestion", "let_in",
    "make_claim", "object_to_claim", "open_link", "propose_merge", "prove_claim", "publish_suggestion", "put_back", "refuse_claim",
    "reject_merge", "remind", "renew_link", "report_mistake", "say_not_the_same", "settle_mistake", "stop_letters", "suggest",
    "take_over", "undo_merge", "withdraw_claim",
    "InvalidRecord", "Problem", "add_record", "approve_change", "change_record", "check",
    "close_for_now", "confirm_record", "give_role", "import_records", "problems_of",
    "propose_change", "propose_new", "reject_change", "reopen", "retire_record", "take_role",
    "tell_time_taken", "withdraw_change",
]  # fmt: skip
