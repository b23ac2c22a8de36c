"""Who may do what in talk, with a reason when not. Who takes part in a group is said in `queries.circles`."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models import Membership
from trellis.apps.talk.models import Card, Comment, Decision, Thread
from trellis.apps.talk.queries import circles
from trellis.core.access import Verdict, holder_of, no, yes

_moderates = holder_of("moderator")
_SIGN_IN = _("Please sign in first.")


def may_start(person, membership: Membership) -> Verdict:
    """The member whose membership it is. For everybody else it does not exist."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if circles.may_write(person, membership.group) else no(_("Only members of the group may write here."))


def may_write(person, thread: Thread) -> Verdict:
    """Members of the thread's group."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if circles.may_write(person, thread.about) else no(_("Only members of the group may write here."))


def is_writer(person, comment: Comment) -> Verdict:
    """Whoever wrote it."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if comment.person_id == person.pk else no(_("Only whoever wrote this may do this."))


def may_report(person, comment: Comment) -> Verdict:
    """Anybody who can read it, but whoever wrote it."""
    if person is None:
        return no(_SIGN_IN)
    return no(_("You wrote this yourself. You can remove it.")) if comment.person_id == person.pk else yes()


def may_thank(person, comment: Comment) -> Verdict:
    """Members of the thread's group, but for their own words."""
    if person is None:
        return no(_SIGN_IN)
    if comment.person_id == person.pk:
        return no(_("You wrote this yourself."))
    return may_write(person, comment.thread)


def may_judge(person, card: Card) -> Verdict:
    """Moderators who neither wrote nor reported it. For the others it does not exist."""
    return _moderates(person, card)


def may_appeal(person, decision: Decision) -> Verdict:
    """Whoever wrote what was decided about."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if decision.person_id == person.pk else no(_("Only whoever wrote this may do this."))


def may_answer_appeal(person, decision: Decision) -> Verdict:
    """A moderator, but not the one who decided, not whoever reported it, and not whoever wrote it."""
    if person is not None and decision.moderator_id == person.pk:
        return no(_("Somebody else has to look at an appeal against your decision."))
    if person is not None and decision.card is not None and decision.card.reporter_id == person.pk:
        return no(_("Somebody else has to look at what you reported."))
    return may_take_back(person, decision)


def may_take_back(person, decision: Decision) -> Verdict:
    """Any moderator but whoever wrote it."""
    if person is not None and decision.person_id == person.pk:
        return no(_("You cannot decide about what you wrote yourself."))
    return _moderates(person, decision)
