"""Thanks in a group's talk."""

from tests.access.deed import Deed, thing

DEEDS = [
    Deed("talk.comment.thank", "of another member", thing("their_comment")),
    Deed("talk.comment.thank", "of the joined", thing("comment")),
    Deed("talk.comment.unthank", "of another member", thing("their_comment")),
    Deed("talk.comment.unthank", "of the joined", thing("comment")),
]
