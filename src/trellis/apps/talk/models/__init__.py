"""The tables of talk."""

from trellis.apps.talk.models.moderation import Broken, Card, Decision
from trellis.apps.talk.models.threads import Comment, Thread

__all__ = ["Broken", "Card", "Comment", "Decision", "Thread"]
