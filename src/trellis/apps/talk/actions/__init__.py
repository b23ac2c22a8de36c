"""Every write of talk."""

from trellis.apps.talk.actions.moderation import answer_appeal, appeal, decide_card, leave_card, take_back
from trellis.apps.talk.actions.threads import (
    edit_comment,
    notice_comment,
    remove_comment,
    report_comment,
    start_thread,
    take_thanks_back,
    thank,
    write_comment,
)

__all__ = [
    "answer_appeal", "appeal", "decide_card", "edit_comment", "leave_card", "notice_comment",
    "remove_comment", "report_comment", "start_thread", "take_back", "take_thanks_back", "thank", "write_comment",
]  # fmt: skip
