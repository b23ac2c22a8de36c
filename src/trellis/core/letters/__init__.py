"""Letters: what the place tells somebody about a fact, in a page and by e-mail.

An app's `messages.py` declares which fact is told to whom, in which words:

    @tells(events.ChangeProposed)
    def keepers_hear_of_changes(fact, event):
        for keeper in queries.keepers():
            letter(
                fact,
                to=keeper,
                subject=_("Something waits for your review"),
                template="directory/letters/change_proposed.txt",
                context={"name": ...},
                path=reverse("directory:review", args=[event.subject_id]),
            )

The words are made when the fact happens, in the reader's language, and kept encrypted. The letter leaves
after the transaction, by a job, and only if, when and in as many words as the reader allows (reaching.py).
One fact gives one person one letter per channel, however often it is told.
"""

from .channels import Channel, register_channel
from .queries import letters_for, mark_read, n_unread
from .reaching import Reach, register_reach
from .telling import all_told, deliver, letter, tells
from .writing import SubjectTells

__all__ = [
    "Channel",
    "Reach",
    "SubjectTells",
    "all_told",
    "deliver",
    "letter",
    "letters_for",
    "mark_read",
    "n_unread",
    "register_channel",
    "register_reach",
    "tells",
]
