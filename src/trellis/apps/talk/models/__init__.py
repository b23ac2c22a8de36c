"""The tables of talk."""

from trellis.apps.talk.models.moderation import Broken, Card, Decision
from trellis.apps.talk.models.threads import Comment, Thanks, Thread

__all__ = ["Broken", "Card", "Comment", "Decision", "Thanks", "Thread"]
