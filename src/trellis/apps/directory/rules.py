"""Who may do what in the directory, with a reason when not."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Location, Organization, Revision, Service, Space
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
