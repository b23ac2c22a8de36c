"""Who may lend, borrow and say what became of a loan."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Organization
from trellis.apps.exchange.models import Item, Loan
from trellis.core.access import Verdict, no, yes

_SIGN_IN = _("Please sign in first.")


def may_lend_for(person, organization: Organization) -> Verdict:
    """Editors of the organization."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if str(organization.pk) in person.scopes_of("editor") else no(_("Only those who speak for the group may do this."))


def lends(person, item: Item) -> Verdict:
    """Its owner, or the editors of the organization."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if item.is_lent_by(person) else no(_("Only whoever lends it may do this."))


def may_ask(person, item: Item) -> Verdict:
    """Anybody who signed in and can see it, but not who lends it as their own."""
    if person is None:
        return no(_SIGN_IN)
    return no(_("This is yours.")) if item.owner_id == person.pk else yes()


def borrows(person, loan: Loan) -> Verdict:
    """Whoever asked for it."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if loan.borrower_id == person.pk else no(_("Only whoever borrows it may do this."))


def lends_this(person, loan: Loan) -> Verdict:
    """Whoever lends it."""
    return lends(person, loan.item)


def is_either_side(person, loan: Loan) -> Verdict:
    """Whoever borrows it or lends it."""
    return yes() if borrows(person, loan) else lends_this(person, loan)
