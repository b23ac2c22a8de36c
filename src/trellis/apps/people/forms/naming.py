"""The name somebody goes by in a group."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.queries.naming import LONGEST_NAME, NameNotUsable, usable_name
from trellis.core.ui.forms import IdempotentForm, LineField


class ChosenNameField(LineField):
    """A name of one's own choice, in any script."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("It need not be your own name. A first name or an invented one is enough."))
        super().__init__(max_length=LONGEST_NAME, autocomplete="off", **kwargs)

    def clean(self, value) -> str:
        text = super().clean(value)
        try:
            return usable_name(text) if text else text
        except NameNotUsable as refusal:
            raise ValidationError(refusal.reason, code="name") from refusal


class GroupNameForm(IdempotentForm):
    """Another name in a group."""

    display_name = ChosenNameField(label=_("What shall people in this group call you?"))
