"""Who may do what about gatherings, with a reason when not."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Circle, Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.gatherings.models import AskState, Garden, Gathering, Harvest, RespiteHouse, Series, Shift, Turn
from trellis.apps.people.models import CapabilityKind
from trellis.apps.people.queries.capabilities import has_capability
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


def may_host(person, house: RespiteHouse) -> Verdict:
    """Hosts are whoever may organize for the organization that has the house."""
    return may_organize(person, house.organization)


def may_keep_garden(person, garden: Garden) -> Verdict:
    """Whoever may organize for the organization that has the garden."""
    return may_organize(person, garden.organization)


def may_garden(person, garden: Garden) -> Verdict:
    """Who has to do with the garden: members of its group, who looks after a plot, and whoever organizes."""
    if person is None:
        return no(_("Please sign in first."))
    if may_keep_garden(person, garden) or is_member(person, group_of(garden.organization)):
        return yes()
    plots = garden.tenancies.filter(state=AskState.TAKEN)
    if plots.filter(person=person).exists() or plots.filter(second=person).exists():
        return yes()
    return no(_("This is for the people of the garden."))


def may_share_out(person, harvest: Harvest) -> Verdict:
    """Whoever told it, and whoever organizes."""
    if person is not None and harvest.person_id == person.pk:
        return yes()
    return may_keep_garden(person, harvest.garden)


def may_wish(person, harvest: Harvest) -> Verdict:
    """Who has to do with the garden."""
    return may_garden(person, harvest.garden)


def is_own_turn(person, turn: Turn) -> Verdict:
    """Whoever has the turn."""
    if acting_as_program():
        return yes()
    if person is None:
        return no(_("Please sign in first."))
    return yes() if turn.person_id == person.pk else no(_("Only whoever has the turn may do this."))


def may_take(person, shift: Shift) -> Verdict:
    """Members of the group who have what the shift needs."""
    if person is None:
        return no(_("Please sign in first."))
    group = shift.gathering.series.group
    if not is_member(person, group):
        return no(_("Only members of the group may do this."))
    if shift.capability and not has_capability(person, shift.capability, group=group, on=shift.starts_at.date()):
        needed = CapabilityKind(shift.capability).label
        return no(_("This turn needs: %(needed)s. Whoever organizes it can note that you have it.") % {"needed": needed})
    return yes()


def may_assign(person, shift: Shift) -> Verdict:
    """Whoever may organize for the group."""
    return may_organize_gathering(person, shift.gathering)
