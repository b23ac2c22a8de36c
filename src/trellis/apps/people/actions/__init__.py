"""Every write of people."""

from trellis.apps.people.actions.blocks import block_met, block_person, take_block_back
from trellis.apps.people.actions.capabilities import drop_capability, note_capability
from trellis.apps.people.actions.cases import (
    answer_case,
    ask_confidence,
    close_case,
    decide_confidence,
    keep_open,
    note_case,
    propose_closing,
    remind_of_case,
    reopen_case,
    set_urgency,
    stand_aside,
    take_case,
)
from trellis.apps.people.actions.consent import give_consent, withdraw_consent
from trellis.apps.people.actions.contact import remove_contact_way, tell_contact_way
from trellis.apps.people.actions.forgetting import ask_takeout, erase_person, fetch_takeout
from trellis.apps.people.actions.helping import ask_for_code, begin_helping, claim_account, finish_helping, show_code, tell_code
from trellis.apps.people.actions.membership import join_group, leave_group, rename_in_group
from trellis.apps.people.actions.oncall import (
    add_turn,
    remind_of_overdue,
    remove_turn,
)
from trellis.apps.people.actions.profile import tell_needs
from trellis.apps.people.actions.worries import (
    add_words,
    add_words_with_receipt,
    report_worry,
)

__all__ = [
    "add_turn",
    "add_words",
    "add_words_with_receipt",
    "answer_case",
    "ask_confidence",
    "ask_for_code",
    "ask_takeout",
    "begin_helping",
    "block_met",
    "block_person",
    "claim_account",
    "close_case",
    "decide_confidence",
    "drop_capability",
    "erase_person",
    "fetch_takeout",
    "finish_helping",
    "give_consent",
    "join_group",
    "keep_open",
    "leave_group",
    "note_capability",
    "note_case",
    "propose_closing",
    "remind_of_case",
    "remind_of_overdue",
    "remove_contact_way",
    "remove_turn",
    "rename_in_group",
    "reopen_case",
    "report_worry",
    "set_urgency",
    "show_code",
    "stand_aside",
    "take_block_back",
    "take_case",
    "tell_code",
    "tell_contact_way",
    "tell_needs",
    "withdraw_consent",
]
