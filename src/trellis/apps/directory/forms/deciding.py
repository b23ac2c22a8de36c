"""Short forms of those who keep the directory: decide, confirm, close, give roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import OneOf
from trellis.core.people.roles import role_choices
from trellis.core.ui.forms import EmailField, Form, GroupedDateField, IdempotentForm, LineField, ParagraphField


class DecideForm(Form):
    """Publish a change, do not publish it (with a reason), or take it back."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("reject", ""), ("withdraw", "")], widget=forms.HiddenInput, required=True)
    reason = ParagraphField(
        label=_("Why?"),
        help_text=_("The person who proposed it can read this. Needed when you do not publish."),
        max_length=1000,
        rows=3,
        required=False,
    )

    def clean(self):
        told = super().clean()
        if told.get("decision") == "reject" and not told.get("reason", "").strip():
            self.add_error("reason", _("Say why, so that the person can put it right."))
        return told


class ConfirmForm(IdempotentForm):
    """Who says that a record is still right, as readers will see it."""

    by = LineField(
        label=_("Who says that this is still right?"),
        help_text=_("Readers see this. A group or a role is enough, such as “the group itself”."),
        max_length=255,
    )


class CloseForm(Form):
    """Running, closed for now, or ended."""

    status = OneOf(label=_("What has changed?"), choices=[])
    until = GroupedDateField(label=_("Closed until, if you know"), required=False)
    reason = LineField(label=_("What should people know?"), max_length=255, required=False)

    def __init__(self, *args, statuses: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = statuses


class GiveRoleForm(IdempotentForm):
    """Give a role to the person with this e-mail address."""

    email = EmailField(label=_("Their e-mail address"))
    role = OneOf(label=_("Which role"), choices=role_choices)
    organization = LineField(
        label=_("For an editor: which organization"),
        help_text=_("Its name as it is written here, or the address of its page."),
        max_length=300,
        required=False,
    )
