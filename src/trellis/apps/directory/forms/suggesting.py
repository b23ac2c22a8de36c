"""The questions about an initiative that nobody had listed: one form for each page."""

from __future__ import annotations

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import ClockField, OneOf, TickBoxes
from trellis.apps.directory.models.vocabulary import OrganizationKind, Visibility
from trellis.core.ui.forms import EmailField, Form, LineField, ParagraphField, WebAddressField

_SORTS = [
    (OrganizationKind.PEER_GROUP, _("A group of people who have been there")),
    (OrganizationKind.INITIATIVE, _("A community project")),
    (OrganizationKind.FAITH_BODY, _("A faith community")),
    (OrganizationKind.COMMUNITY_CENTRE, _("A community centre")),
    (OrganizationKind.FORMAL_SERVICE, _("A service")),
    (OrganizationKind.BUSINESS, _("A business that helps")),
    (OrganizationKind.OTHER, _("Something else, or I do not know")),
]


class NameForm(Form):
    """What it is called."""

    title = _("What is it called?")
    name = LineField(label=_("What is it called?"), help_text=_("The name that people here use."), max_length=255)


class WhatForm(Form):
    """What it is."""

    title = _("What is it?")
    sort = OneOf(label=_("What sort of thing is it?"), choices=_SORTS)
    about = ParagraphField(
        label=_("What happens there, in a sentence or two?"),
        help_text=_("Do not name anybody who has not agreed to it."),
        required=False,
        rows=3,
        max_length=2000,
    )


class WhereForm(Form):
    """Where it is."""

    title = _("Where is it?")
    place = LineField(
        label=_("The building or street"),
        help_text=_("Leave this out if the place must not be known, or if there is none."),
        required=False,
        max_length=255,
        autocomplete="off",
    )
    town = LineField(label=_("Town or village"), required=False, max_length=120)
    postal_code = LineField(label=_("Postcode"), required=False, max_length=20, width="width-10", autocomplete="off")


class WhenForm(Form):
    """When it is."""

    title = _("When is it?")
    weekdays = TickBoxes(label=_("On which days?"), choices=[(str(number), name) for number, name in WEEKDAYS.items()])
    opens_at = ClockField(label=_("From what time?"), required=False)
    closes_at = ClockField(label=_("Until when?"), required=False)
    when_note = LineField(
        label=_("Anything else about when"), help_text=_("Such as: the first one of the month."), required=False, max_length=500
    )

    def clean(self):
        told = super().clean()
        if told.get("closes_at") and not told.get("opens_at"):
            self.add_error("opens_at", _("Say when it opens, not only when it closes."))
        if told.get("opens_at") and not told.get("weekdays"):
            self.add_error("weekdays", _("Choose at least one day."))
        return told


class ReachForm(Form):
    """How to get in touch with it."""

    title = _("How can people get in touch?")
    phone = LineField(label=_("Phone"), required=False, max_length=60, inputmode="tel")
    email = EmailField(label=_("E-mail address"), required=False, autocomplete="off")
    website = WebAddressField(label=_("Website"), required=False)
    reach_visibility = OneOf(
        label=_("Who may see the phone number and the e-mail address?"),
        choices=[
            (Visibility.PUBLIC, _("Everybody: the group has agreed")),
            (Visibility.KEEPERS, _("Only the keepers, to ask the group")),
        ],
        initial=Visibility.KEEPERS,
    )


class WhoForm(Form):
    """Who tells us, only to answer."""

    title = _("May we answer you?")
    teller = EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only to tell you what became of this. It is kept encrypted, shown to nobody but the keepers, and deleted afterwards."),
        required=False,
    )


STEPS: dict[str, type[Form]] = {
    "name": NameForm, "what": WhatForm, "where": WhereForm, "when": WhenForm, "reach": ReachForm, "who": WhoForm,
}  # fmt: skip


class PaperForm(NameForm, WhatForm, WhereForm, WhenForm, ReachForm, WhoForm):
    """A whole paper form, typed in by an organizer."""

    title = _("Type in a paper form")
    sheet = LineField(
        label=_("The number on the form"),
        help_text=_("At the top of the sheet. Leave it empty if there is none."),
        required=False,
        max_length=20,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["sheet", "name", "sort", "about"]


class SuggestionDecision(Form):
    """What a keeper makes of a suggestion."""

    do = forms.ChoiceField(choices=[("publish", ""), ("listed", ""), ("leave", "")], widget=forms.HiddenInput)
    listed_as = forms.UUIDField(required=False, widget=forms.HiddenInput)
    answer = ParagraphField(
        label=_("What shall whoever told us read?"), help_text=_("Needed when you do not publish."), max_length=1000, rows=3, required=False
    )
