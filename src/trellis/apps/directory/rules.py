"""Who may do what in the directory, with a reason when not."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Booking, Location, Organization, Revision, Service, Space
from trellis.apps.directory.models.bookings import keeping_organization
from trellis.apps.people.queries.membership import is_member
from trellis.core.access import Verdict, holder_of, no, only_by_trellis, yes

may_keep = holder_of("keeper")
_may_give_roles = holder_of("steward")


def may_add(person, subject) -> Verdict:
    """Keepers, and the program itself when it reads a source or makes the demo place."""
    return yes() if only_by_trellis(person, subject) else may_keep(person, subject)


def may_give_roles(person, subject) -> Verdict:
    """Stewards, and whoever runs the server, who makes the first one."""
    return yes() if only_by_trellis(person, subject) else _may_give_roles(person, subject)


def may_edit(person, subject: Organization | Service | Location | Space) -> Verdict:
    """Keepers, and editors of the organization that the record belongs to."""
    if person is None:
        return no(_("Please sign in first."))
    if person.holds("keeper"):
        return yes()
    organization_id = subject.pk if isinstance(subject, Organization) else subject.organization_id
    if organization_id and str(organization_id) in person.scopes_of("editor"):
        return yes()
    return no(_("Only this organization's editors and the directory's keepers may do this."))


def may_decide(person, revision: Revision) -> Verdict:
    """Keepers, but nobody decides on what they proposed themselves."""
    if person is not None and revision is not None and revision.proposed_by_id == person.pk:
        return no(_("Somebody else has to look at what you proposed."))
    return may_keep(person, revision)


def may_withdraw(person, revision: Revision) -> Verdict:
    """Whoever proposed it."""
    if person is not None and revision is not None and revision.proposed_by_id == person.pk:
        return yes()
    return no(_("Only the person who proposed this may take it back."))


def may_key_in(person, subject) -> Verdict:
    """Organizers at a table, and keepers, type in what came on paper."""
    if person is None:
        return no(_("Please sign in first."))
    if person.holds("organizer") or person.holds("keeper"):
        return yes()
    return no(_("Only organizers and keepers may do this."))


def may_propose_merge(person, subject) -> Verdict:
    """Keepers, editors of the organization of one of the two, and the program when it reads a source."""
    return yes() if only_by_trellis(person, subject) else may_edit(person, subject)


def may_decide_merge(person, proposal) -> Verdict:
    """Keepers, but nobody decides on what they proposed themselves."""
    if person is not None and proposal is not None and proposal.proposed_by_id == person.pk:
        return no(_("Somebody else has to look at what you proposed."))
    return may_keep(person, proposal)


def may_object(person, claim) -> Verdict:
    """Those who edit the organization already."""
    if person is not None and str(claim.organization_id) in person.scopes_of("editor"):
        return yes()
    return no(_("Only those who keep this record already may object."))


def may_approve_claim(person, claim) -> Verdict:
    """Keepers, but nobody grants a claim of their own."""
    if person is not None and claim is not None and person.email and claim.address.casefold() == person.email.casefold():
        return no(_("Somebody else has to look at what you claim yourself."))
    return may_keep(person, claim)


def may_settle_mistake(person, mistake) -> Verdict:
    """Keepers, and editors of the organization."""
    return may_edit(person, mistake)


_SIGN_IN = _("Please sign in first.")
_EDITORS_ONLY = _("Only this organization's editors may say this.")
_MEMBERS_ONLY = _("Only members of the group may do this.")


def may_speak_for(person, organization: Organization) -> Verdict:
    """Editors of the organization, and the program when it makes the demo place. Keepers may ask, not answer."""
    if only_by_trellis(person, organization):
        return yes()
    if person is None:
        return no(_SIGN_IN)
    return yes() if str(organization.pk) in person.scopes_of("editor") else no(_EDITORS_ONLY)


def may_reply(person, answer) -> Verdict:
    """Editors of the organization whose answer it is."""
    return may_speak_for(person, answer.organization)


def may_let_in(person, request) -> Verdict:
    """Editors of the group that was asked; not whoever asked."""
    if person is not None and str(request.organization_id) in person.scopes_of("editor"):
        return yes()
    return no(_EDITORS_ONLY)


def is_own_row(person, subject) -> Verdict:
    """The person whose row it is: their membership, request or interest. For others it does not exist."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if subject.person_id == person.pk else no(_("Only the person themselves may do this."))


def was_asked(person, ask) -> Verdict:
    """Whoever was asked about a circle. For others the question does not exist."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if ask.interest.person_id == person.pk else no(_("Only the person themselves may do this."))


def is_in_circle(person, circle) -> Verdict:
    """Members of the circle. For others it does not exist (`Circle.is_visible_to`)."""
    if person is None:
        return no(_SIGN_IN)
    return yes() if is_member(person, circle) else no(_MEMBERS_ONLY)


def may_keep_space(person, space: Space) -> Verdict:
    """Editors of the organization whose space it is; the directory's keepers only where it belongs to none. The program for the demo."""
    if only_by_trellis(person, space):
        return yes()
    if person is None:
        return no(_SIGN_IN)
    organization = keeping_organization(space)
    keeps = str(organization) in person.scopes_of("editor") if organization else person.holds("keeper")
    return yes() if keeps else no(_("Only the people who keep this space may do this."))


def may_book(person, space: Space) -> Verdict:
    """Anybody who signed in; for whom, and on which terms, is looked at afterwards."""
    return no(_SIGN_IN) if person is None else yes()


def may_change_booking(person, booking: Booking) -> Verdict:
    """Whoever booked, and the editors of the organization it is for."""
    if only_by_trellis(person, booking):
        return yes()
    if person is None:
        return no(_SIGN_IN)
    group = booking.group
    is_for_theirs = group is not None and group.kind == "directory.organization" and group.id in person.scopes_of("editor")
    if booking.person_id == person.pk or is_for_theirs:
        return yes()
    return no(_("Only those who booked may do this."))


def may_answer_booking(person, booking: Booking) -> Verdict:
    """The keepers of the space that was asked for."""
    return may_keep_space(person, booking.space)
