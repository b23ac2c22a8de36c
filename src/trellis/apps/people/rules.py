"""Who may do what about people, with a reason when not."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models import Membership
from trellis.core.access import Verdict, no, yes
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
