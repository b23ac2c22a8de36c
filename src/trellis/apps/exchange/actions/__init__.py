"""Every write of exchange."""

from trellis.apps.exchange.actions import items, items_clock, items_loans, pickups, pickups_driving
from trellis.apps.exchange.actions.asking import ask_need, make_offer, set_pace, set_practice, withdraw_need, withdraw_offer
from trellis.apps.exchange.actions.handing import (
    agree_handover,
    ask_after_handover,
    call_off_handover,
    give_up_on_handover,
    remind_of_handover,
    repeat_handover,
    settle_handover,
    suggest_handover,
    thank_helper,
)
from trellis.apps.exchange.actions.matching import (
    accept_match,
    block_in_match,
    choose_helper,
    decline_match,
    end_match,
    pass_over,
    write_note,
)
from trellis.apps.exchange.actions.tending import close_need, tend, tend_exchange, tidy, tidy_need
from trellis.apps.exchange.actions.waves import ask_helper, ask_wave

__all__ = [
    "accept_match", "agree_handover", "ask_after_handover", "ask_helper", "ask_need", "ask_wave", "block_in_match", "call_off_handover",
    "choose_helper", "close_need", "decline_match", "end_match", "give_up_on_handover", "make_offer", "pass_over", "remind_of_handover",
    "repeat_handover", "set_pace", "set_practice", "settle_handover", "suggest_handover", "tend", "tend_exchange", "thank_helper", "tidy",
    "tidy_need", "withdraw_need", "withdraw_offer", "write_note",
    "items", "items_clock", "items_loans", "pickups", "pickups_driving",
]  # fmt: skip
