"""Forms about groups and circles: joining, names, who may join, looking for others, what a circle may become."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import OneOf, TickBoxes
from trellis.apps.directory.models.groups import Joining
from trellis.apps.directory.models.interests import How, Path
from trellis.apps.directory.models.leadership import Experience
from trellis.apps.people.models.names import NameNotUsable, usable_name
from trellis.core.ui.forms import EmailField, Form, IdempotentForm, LineField, ParagraphField


class GroupNameField(LineField):
    """The name a person goes by in one group."""

    def __init__(self, **kwargs):
        super().__init__(
            label=kwargs.pop("label", _("What would you like to be called here?")),
            help_text=_("A first name and an initial, or any name you like. It need not be your real name. Only this group sees it."),
            autocomplete="nickname",
            error_messages={"required": _("Choose a name to be called by.")},
            **kwargs,
        )

    def clean(self, value) -> str:
        try:
            return usable_name(super().clean(value))
        except NameNotUsable as refused:
            raise ValidationError(str(refused.reason), code="name") from refused


class JoinForm(IdempotentForm):
    """Under which name one joins."""

    display_name = GroupNameField()


class GroupSettingsForm(Form):
    """Who may join, and whether members may be listed to each other."""

    joinable = OneOf(label=_("Who may join?"), choices=Joining.choices)
    members_listed = forms.BooleanField(
        label=_("Members who want to may be listed to the other members"),
        help_text=_("Only by the name they chose here, and only those who say so."),
        required=False,
    )


class ListingForm(Form):
    """Whether the other members may read one's name."""

    listed = forms.BooleanField(required=False)


class TopicForm(Form):
    """About what somebody would like to talk."""

    topic = OneOf(
        label=_("What would you like to talk about with others like you?"),
        help_text=_("Nobody is shown that you said this. It is kept encrypted."),
        choices=Experience.choices,
        error_messages={"required": _("Choose one. You can say another afterwards.")},
    )


class HowForm(Form):
    """How somebody would like to talk."""

    how = TickBoxes(label=_("How would you like to talk?"), help_text=_("Tick all that suit you, or none."), choices=How.choices)


class CircleForm(Form):
    """What the circle is called, and whether its members may be listed to each other."""

    name = LineField(label=_("What is your circle called?"), help_text=_("Only its members see this."), max_length=80)
    members_listed = forms.BooleanField(
        label=_("Members who want to may be listed to the other members"), required=False, help_text=_("Only by the name they chose here.")
    )


class WishForm(Form):
    """What a member would like their circle to become."""

    path = OneOf(
        label=_("What should this circle become?"),
        help_text=_("It happens when more than half of you want the same. Nobody sees who wants what."),
        choices=Path.choices,
        error_messages={"required": _("Choose one.")},
    )
    agency = LineField(
        label=_("If you want to be linked: with which organisation?"),
        help_text=_("Its name as it is written here, or the address of its page."),
        max_length=300,
        required=False,
    )


class ListCircleForm(IdempotentForm):
    """What everybody may read about a circle that wants to be listed."""

    name = LineField(label=_("Name of the group"), help_text=_("Everybody will be able to read this."), max_length=255)
    description = ParagraphField(label=_("What it is, and for whom"), help_text=_("Please name nobody."), max_length=4000)
    email = EmailField(
        label=_("An e-mail address where people can ask"),
        help_text=_("Everybody will be able to read this. Make one for the group rather than giving your own."),
        required=False,
    )
