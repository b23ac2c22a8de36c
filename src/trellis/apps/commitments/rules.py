"""Who may do what about a commitment, with a reason when not."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.commitments.models import Commitment
from trellis.core.access import Verdict, no, yes
from trellis.core.actions.context import acting_as_program


def is_one_side(person, commitment: Commitment) -> Verdict:
    """Whoever promised it, whoever it was promised to, and the program. For others it does not exist."""
    if acting_as_program():
        return yes()
    if person is None:
        return no(_("Please sign in first."))
    return yes() if commitment.is_visible_to(person) else no(_("Only the two who agreed on it may do this."))
