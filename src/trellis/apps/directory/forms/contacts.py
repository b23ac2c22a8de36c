"""Contacts as rows of a form."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import OneOf
from trellis.apps.directory.models.records import ContactRecord
from trellis.apps.directory.models.vocabulary import Visibility
from trellis.core.ui.forms import EmailField, Form, LineField

MOST_ROWS = 40


class ContactForm(Form):
    """One way to get in touch, and who may read it."""

    position = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)
    name = LineField(label=_("Name, only if the person agreed"), required=False, max_length=120)
    title = LineField(label=_("What they do"), required=False, max_length=120)
    phone = LineField(label=_("Phone"), required=False, max_length=60, inputmode="tel")
    extension = LineField(label=_("Extension"), required=False, max_length=20, width="width-4")
    email = EmailField(label=_("E-mail address"), required=False)
    description = LineField(label=_("When to use it"), required=False, max_length=255)
    visibility = OneOf(label=_("Who may read this"), choices=Visibility.choices, initial=Visibility.PUBLIC)
    remove = forms.BooleanField(label=_("Take this contact away"), required=False)

    def is_blank(self) -> bool:
        """Whether the row says nothing."""
        return not any(self.cleaned_data.get(name) for name in ("name", "title", "phone", "email", "description"))

    def clean(self):
        told = super().clean()
        says_something = not told.get("remove") and not self.errors and not self.is_blank()
        if says_something and not (told.get("phone") or told.get("email")):
            self.add_error("phone", _("Give a phone number or an e-mail address."))
        return told

    def record(self, before: list[ContactRecord]) -> ContactRecord | None:
        """The contact this row means; None when taken away."""
        told = self.cleaned_data
        if told.get("remove") or self.is_blank():
            return None
        position = told.get("position")
        kept = before[position] if position is not None and position < len(before) else ContactRecord()
        names = ("name", "title", "phone", "extension", "email", "description", "visibility")
        return replace(kept, **{name: told[name] for name in names})


ContactRows = forms.formset_factory(ContactForm, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def contact_initial(records: list[ContactRecord]) -> list[dict]:
    """What the rows show of these contacts."""
    names = ("name", "title", "phone", "extension", "email", "description", "visibility")
    return [{**{name: getattr(each, name) for name in names}, "position": index} for index, each in enumerate(records)]


def records_from(rows, before: list[ContactRecord]) -> list[ContactRecord]:
    """The contacts of all rows, in their order."""
    made = [form.record(before) for form in rows.forms if hasattr(form, "cleaned_data")]
    return [each for each in made if each is not None]
