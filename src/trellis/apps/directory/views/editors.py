"""Editors: each shows one part of a record as a form and puts the answers back into the record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.apps.directory.forms import contacts, schedules
from trellis.apps.directory.forms.fields import OneOf, TickBoxes
from trellis.apps.directory.forms.sections import SECTIONS, SectionForm, SpaceAbout
from trellis.apps.directory.models import Location, Organization
from trellis.apps.directory.models.records import PlaceOfService, ServiceRecord
from trellis.apps.directory.views.comparing import names_in
from trellis.core.ui.forms import Form, LineField

MOST_ROWS = 60
MOST_FOUND = 20


class PlainEditor:
    """Edits the fields of one section."""

    rows = None

    def __init__(self, request: HttpRequest, section: type[SectionForm], before: Any):
        self.before = before
        self.title = section.title
        self.main = section(_posted(request), initial=section().read(before))

    def is_valid(self) -> bool:
        return self.main.is_valid()

    def complain(self, reason: str) -> None:
        self.main.add_error(None, reason)

    def changed(self) -> Any:
        """The record with the answers in it."""
        self.main.write(self.before)
        return self.before


class RowsEditor:
    """Edits a list of parts, opening times or contacts, as rows of `target`."""

    main = None

    def __init__(self, request: HttpRequest, title: str, before: Any, target: Any, name: str):
        self.before, self.target, self.name, self.title = before, target, name, title
        self.row_name = _("Opening") if name == "schedules" else _("Contact")
        rows = schedules if name == "schedules" else contacts
        factory, initial = (
            (schedules.ScheduleRows, schedules.schedule_initial) if rows is schedules else (contacts.ContactRows, contacts.contact_initial)
        )
        self._records_from = rows.records_from
        posted = _posted(request)
        if posted is not None and posted.get("step") == "more":
            posted = _with_one_more(posted)
        self.rows = factory(posted, initial=initial(getattr(target, name)), prefix="row")
        self.problem = ""

    def is_valid(self) -> bool:
        return self.rows.is_valid()

    def complain(self, reason: str) -> None:
        self.problem = reason

    def changed(self) -> Any:
        """The record with the rows in it."""
        setattr(self.target, self.name, self._records_from(self.rows, getattr(self.target, self.name)))
        return self.before


class PlacesForm(Form):
    """At which locations a service is given."""

    locations = TickBoxes(label=gettext_lazy("Where it happens"))
    look = LineField(
        label=gettext_lazy("Another place"),
        help_text=gettext_lazy("Type a part of its name, street or postcode, then press “Look”."),
        required=False,
        max_length=80,
    )


class PlacesEditor:
    """Edits at which locations a service is given; opening times there are kept."""

    rows = None
    can_look = True

    def __init__(self, request: HttpRequest, before: ServiceRecord):
        self.before = before
        self.title = _("Where it is")
        posted = _posted(request)
        chosen = [place.location_key for place in before.places]
        look = (posted.get("look", "") if posted else "")[:80].replace("\x00", "")
        offered = _locations(before.organization_key, chosen + (posted.getlist("locations") if posted else []), look)
        self.main = PlacesForm(posted, initial={"locations": chosen})
        self.main.fields["locations"].choices = [(str(each.pk), _address(each)) for each in offered]

    def is_valid(self) -> bool:
        return self.main.is_valid()

    def complain(self, reason: str) -> None:
        self.main.add_error(None, reason)

    def changed(self) -> ServiceRecord:
        """The service at the chosen locations."""
        kept = {place.location_key: place for place in self.before.places}
        keys = self.main.cleaned_data["locations"]
        self.before.places = [kept.get(key) or PlaceOfService(location_key=key) for key in keys]
        return self.before


class NewSpaceForm(SpaceAbout):
    """A new space, and in which of the organization's locations it is."""

    location_key = OneOf(label=gettext_lazy("In which place"), choices=[])
    field_order = ["location_key"]


class NewSpaceEditor(PlainEditor):
    """Edits a space that is not there yet."""

    def __init__(self, request: HttpRequest, before: Any, organization: Organization):
        super().__init__(request, NewSpaceForm, before)
        own = Location.objects.filter(organization=organization).order_by("name", "id")[:200]
        self.main.fields["location_key"].choices = [(str(each.pk), _address(each)) for each in own]


def row_parts(kind: str, whole: Any) -> list[tuple[str, str, Any, str]]:
    """The parts of a record that are lists: code of the page, title, whose list it is, and its name."""
    parts: list[tuple[str, str, Any, str]] = []
    if kind != "organization":
        general = _("When it is open, the same in every place") if kind == "service" and whole.places else _("When it is open")
        parts.append(("when", general, whole, "schedules"))
    if kind == "service":
        parts.append(("where", _("Where it is"), whole, "places"))
        names = names_in([{"location_key": place.location_key} for place in whole.places])
        parts += [
            (
                f"when-{place.location_key}",
                _("When it is open: %(place)s") % {"place": names.get(place.location_key, "")},
                place,
                "schedules",
            )
            for place in whole.places
        ]
    return [*parts, ("contacts", _("How to get in touch"), whole, "contacts")]


def editor_of(request: HttpRequest, kind: str, code: str, before: Any) -> Any:
    """The editor for the part of that code, or None when there is none."""
    for section in SECTIONS[kind]:
        if section.code == code:
            return PlainEditor(request, section, before)
    for part, title, target, name in row_parts(kind, before):
        if part == code:
            return PlacesEditor(request, before) if name == "places" else RowsEditor(request, title, before, target, name)
    return None


def _posted(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _with_one_more(posted):
    posted = posted.copy()
    count = posted.get("row-TOTAL_FORMS", "")
    posted["row-TOTAL_FORMS"] = str(min(int(count) + 1, MOST_ROWS) if count.isdecimal() and len(count) < 4 else 1)
    return posted


def _locations(organization_key: str, chosen: list[str], look: str) -> list[Location]:
    field = forms.UUIDField()
    keys = []
    for key in chosen[:MOST_ROWS]:
        try:
            keys.append(field.clean(key))
        except forms.ValidationError:
            continue
    found = list(Location.objects.filter(pk__in=keys))
    if organization_key:
        found += Location.objects.filter(organization_id=organization_key).exclude(pk__in=keys)[:MOST_FOUND]
    if look.strip():
        rows = Location.objects.filter(confidential=False)
        for word in look.split()[:6]:
            rows = rows.filter(
                Q(name__icontains=word) | Q(address_1__icontains=word) | Q(city__icontains=word) | Q(postal_code__icontains=word)
            )
        found += rows.exclude(pk__in=[each.pk for each in found])[:MOST_FOUND]
    return found


def _address(location: Location) -> str:
    return ", ".join(location.address_lines) or _("A place without an address")
