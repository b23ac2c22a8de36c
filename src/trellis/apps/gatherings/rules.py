"""Who may do what about gatherings, with a reason when not."""

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Circle, Organization
from trellis.apps.directory.queries.groups import group_of
from trellis.apps.gatherings.models import (
    Absence,
    AskState,
    Garden,
    Gathering,
    Guide,
    HandoverNote,
    Harvest,
    RespiteHouse,
    Series,
    Shift,
    ShiftPattern,
    StandingTurn,
    Turn,
)
from trellis.apps.gatherings.models.safety import OfAGroup, SafetyEntry
from trellis.apps.gatherings.models.warmline import OfALine, Warmline, WarmlineContact, WarmlineHandler, WarmlineWatch
from trellis.apps.gatherings.models.warmline_care import Debrief
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


def may_stand_by(person, shift: Shift) -> Verdict:
    """Members of the group, also while something has not been seen of them: they are asked once it has."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if is_member(person, shift.gathering.series.group) else no(_("Only members of the group may do this."))


def may_take(person, shift: Shift) -> Verdict:
    """Members of the group who have what the shift needs."""
    if person is None:
        return no(_("Please sign in first."))
    if not is_member(person, shift.gathering.series.group):
        return no(_("Only members of the group may do this."))
    lack = lacks(person, shift)
    return yes() if lack is None else no(lack)


def lacks(person, shift: Shift):
    """What the group would have to have seen of the person first, in words; None when nothing is missing."""
    series = shift.gathering.series
    on = shift.starts_at.astimezone(series.zone).date()
    if not shift.capability or has_capability(person, shift.capability, group=series.group, on=on):
        return None
    needed = CapabilityKind(shift.capability).label
    return _("This turn needs: %(needed)s. Whoever organizes it can note that you have it.") % {"needed": needed}


def is_own_guiding(person, guide: Guide) -> Verdict:
    """Whoever was asked to show the way."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if guide.person_id == person.pk else no(_("Only whoever was asked may do this."))


def may_organize_turn(person, turn: Turn) -> Verdict:
    """Whoever may organize for the group."""
    return may_organize_gathering(person, turn.shift.gathering)


def may_excuse(person, absence: Absence) -> Verdict:
    """The person, and whoever organizes."""
    if person is not None and absence.person_id == person.pk:
        return yes()
    return may_organize_series(person, absence.series)


def may_hand_over(person, gathering: Gathering) -> Verdict:
    """Those who have a turn there."""
    if person is not None and Turn.objects.filter(person=person, shift__gathering=gathering, shift__dropped=False).taken().exists():
        return yes()
    return no(_("This is for those on this shift and the next."))


def may_settle_note(person, note: HandoverNote) -> Verdict:
    """Whoever can read it: those on this shift or the next."""
    return yes() if note.is_visible_to(person) else no(_("This is for those on this shift and the next."))


def may_plan_pattern(person, pattern: ShiftPattern) -> Verdict:
    """Whoever may organize for the group."""
    return may_organize_series(person, pattern.series)


def may_stand(person, pattern: ShiftPattern) -> Verdict:
    """Members of the group."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if is_member(person, pattern.series.group) else no(_("Only members of the group may do this."))


def is_own_standing(person, standing: StandingTurn) -> Verdict:
    """Whoever it is."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if standing.person_id == person.pk else no(_("Only whoever has the turn may do this."))


def may_assign(person, shift: Shift) -> Verdict:
    """Whoever may organize for the group."""
    return may_organize_gathering(person, shift.gathering)


def may_organize_line(person, line: Warmline) -> Verdict:
    """Whoever may organize for the organization of the line."""
    return may_organize(person, line.organization)


def may_organize_row(person, row: OfALine) -> Verdict:
    """Whoever may organize the line that it belongs to."""
    return may_organize(person, row.line.organization)


def works_line(person, line: Warmline) -> Verdict:
    """People of the group of the line, and its organizers."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if line.is_worked_by(person) else no(_("Only people of this line may do this."))


def works_row(person, row: OfALine) -> Verdict:
    """People of the line that it belongs to."""
    return works_line(person, row.line)


def is_watcher(person, watch: WarmlineWatch) -> Verdict:
    """Whoever is on."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if watch.person_id == person.pk else no(_("Only whoever is on the line may do this."))


def is_handler(person, contact: WarmlineContact) -> Verdict:
    """Whoever noted it, known by their code."""
    if person is None:
        return no(_("Please sign in first."))
    own = WarmlineHandler.objects.filter(line=contact.line_id, person=person, code=contact.handler_code).exists()
    return yes() if own else no(_("Only whoever noted this may do this."))


def may_listen(person, debrief: Debrief) -> Verdict:
    """A listener of the line, while nobody else has taken it. For others it does not exist."""
    if person is None:
        return no(_("Please sign in first."))
    if person.pk == debrief.person_id:
        return no(_("Somebody else listens to you."))
    return yes() if debrief.is_visible_to(person) else no(_("Only a listener of this line may do this."))


def asked_debrief(person, debrief: Debrief) -> Verdict:
    """Whoever asked to talk."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if person.pk == debrief.person_id else no(_("Only whoever asked may do this."))


def is_in_debrief(person, debrief: Debrief) -> Verdict:
    """One of the two."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if person.pk in (debrief.person_id, debrief.listener_id) else no(_("Only the two who talk may do this."))


def reads_log(person, row: OfAGroup) -> Verdict:
    """Those who patrol for the group, and its organizers."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if row.is_visible_to(person) else no(_("Only those who patrol for this group may do this."))


def may_organize_hosted(person, row: OfAGroup) -> Verdict:
    """Whoever may organize for the group."""
    return may_organize(person, row.host)


def wrote_entry(person, entry: SafetyEntry) -> Verdict:
    """Whoever wrote it."""
    if person is None:
        return no(_("Please sign in first."))
    return yes() if entry.person_id == person.pk else no(_("Only whoever wrote this may do this."))


def may_remove_entry(person, entry: SafetyEntry) -> Verdict:
    """Whoever wrote it, or organizes for the group."""
    if person is not None and entry.person_id == person.pk:
        return yes()
    return may_organize(person, entry.host)


def on_patrol(person, gathering: Gathering) -> Verdict:
    """Those who are on the patrol, and whoever organizes it."""
    from trellis.apps.gatherings.queries.safety import is_out_on

    if is_out_on(person, gathering):
        return yes()
    return may_organize_gathering(person, gathering)
