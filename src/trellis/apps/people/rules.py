"""Who may do what about people, with a reason when not."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models import HelpingSession, Membership
from trellis.core.access import Verdict, holder_of, no, yes
from trellis.core.actions.context import acting_as_program
from trellis.core.people.models import Person


def is_themselves(person, subject: Person) -> Verdict:
    """The person whom it is about."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if subject is not None and subject.pk == person.pk else no(_("Only the person themselves may do this."))


def is_own_membership(person, subject: Membership) -> Verdict:
    """The member. For everybody else the membership does not exist (`Membership.is_visible_to`)."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if subject is not None and subject.person_id == person.pk else no(_("Only the person themselves may do this."))


may_guard = holder_of("guardian")


def is_own_worry(person, worry) -> Verdict:
    """Whoever told it and asked to be answered here. For others it does not exist (`Worry.is_visible_to`)."""
    return yes() if person is not None and worry.reporter_id == person.pk else no(_("Please sign in first."))


def may_close(person, case) -> Verdict:
    """A guardian, but not the one who proposed to close it."""
    if person is not None and case.proposed_by_id == person.pk:
        return no(_("A second guardian has to close what you proposed to close."))
    return may_guard(person, case)


def may_agree(person, confidence) -> Verdict:
    """A guardian, but not the one who asked."""
    if person is not None and confidence.asked_by_id == person.pk:
        return no(_("A second guardian has to decide about what you asked."))
    return may_guard(person, confidence)


def is_own(person, subject) -> Verdict:
    """Whose row it is. For everybody else it does not exist (`is_visible_to` of each model)."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if subject is not None and subject.is_visible_to(person) else no(_("Only the person themselves may do this."))


def is_its_helper(person, subject: HelpingSession) -> Verdict:
    """The one who helps; and the program, when the time is over."""
    if acting_as_program():
        return yes()
    if person is None:
        return no(_("Please sign in first."))
    return yes() if subject is not None and subject.helper_id == person.pk else no(_("Only the person who helps may end this."))


def may_erase(person, subject: Person) -> Verdict:
    """The person themselves; and the program, when whoever runs the server was asked to."""
    return yes() if acting_as_program() else is_themselves(person, subject)


def may_drop_capability(person, capability) -> Verdict:
    """The person it is about, and the editors of the group that has seen it. For others it does not exist."""
    return yes() if capability.is_visible_to(person) else no(_("Please sign in first."))
