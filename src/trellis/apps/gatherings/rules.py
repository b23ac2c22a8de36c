"""Who may do what about gatherings, with a reason when not."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Circle, Organization
from trellis.apps.gatherings.models import Gathering, Series
from trellis.apps.people.queries.membership import is_member
from trellis.core.access import Verdict, no, yes
from trellis.core.actions.context import acting_as_program


def may_organize(person, host: Organization | Circle | None) -> Verdict:
    """Editors of the organization, members of the circle, and the program."""
    if acting_as_program():
        return yes()
    if person is None:
        return no(_("Please sign in first."))
    if isinstance(host, Circle):
        return yes() if is_member(person, host) else no(_("Only members of the group may do this."))
    if host is not None and str(host.pk) in person.scopes_of("editor"):
        return yes()
    return no(_("Only those who organize for this group may do this."))


def may_organize_series(person, series: Series) -> Verdict:
    """Whoever may organize for its host."""
    return may_organize(person, series.host)


def may_organize_gathering(person, gathering: Gathering) -> Verdict:
    """Whoever may organize for its host."""
    return may_organize(person, gathering.series.host)
