"""Who may do what about needs, offers, matches and handovers."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.models import Handover, Match, Need, Offer, Side
from trellis.apps.people.queries.membership import is_member
from trellis.core.access import Verdict, no, yes
from trellis.core.actions.context import acting_as_program
from trellis.core.references import Ref

_SIGN_IN = _("Please sign in first.")
_NOT_YOURS = _("Only the two who agreed on it may do this.")


def is_asker(person, need: Need) -> Verdict:
    """Whoever asked: signed in, as an editor of the organization, or by its number."""
    return yes() if need.is_asker(person) else no(_("Only whoever asked may do this."))


def is_asker_or_program(person, need: Need) -> Verdict:
    """Whoever asked, and the program."""
    return yes() if acting_as_program() else is_asker(person, need)


def is_offerer(person, offer: Offer) -> Verdict:
    """Whoever offers it."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if offer.is_offerer(person) else no(_("Only whoever offers it may do this."))


def asks_the_match(person, match: Match) -> Verdict:
    """Whoever asked for help."""
    return yes() if match.side_of(person) == Side.ASKER else no(_("Only whoever asked may do this."))


def helps_in_match(person, match: Match) -> Verdict:
    """Whoever was asked to help."""
    return yes() if match.is_helper(person) else no(_("Only whoever was asked may do this."))


def is_in_match(person, match: Match) -> Verdict:
    """One of the two."""
    return yes() if match.side_of(person) else no(_NOT_YOURS)


def is_in_match_or_program(person, match: Match) -> Verdict:
    """One of the two, and the program."""
    return yes() if acting_as_program() else is_in_match(person, match)


def is_in_handover(person, handover: Handover) -> Verdict:
    """One of the two."""
    return is_in_match(person, handover.match)


def did_not_suggest_it(person, handover: Handover) -> Verdict:
    """The one of the two who did not suggest it."""
    side = handover.match.side_of(person)
    if not side:
        return no(_NOT_YOURS)
    return no(_("You suggested this yourself. The other one says yes.")) if side == handover.by_side else yes()


def was_helped(person, handover: Handover) -> Verdict:
    """Whoever was helped."""
    return asks_the_match(person, handover.match)


def edits(person, organization) -> Verdict:
    """Editors of the organization."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if str(organization.pk) in person.scopes_of("editor") else no(_("Only the editors of this group may do this."))


def is_of_group(person, group: Ref | None) -> bool:
    """Whether the person may ask or offer within the group; everybody may without one."""
    return group is None or is_member(person, group)
