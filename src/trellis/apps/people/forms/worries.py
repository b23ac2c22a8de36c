"""Telling a worry, one question at a time, and coming back for the answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.people.models import Danger, Reply
from trellis.core.ui.forms import Form, IdempotentForm, LineField, ParagraphField


class DangerForm(Form):
    """Is anybody in danger?"""

    danger = forms.ChoiceField(
        label=_("Is anybody in danger right now?"),
        help_text=_("If somebody is, call first. You can still tell us afterwards."),
        choices=Danger.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, no, or that you are not sure.")},
    )


class WordsForm(Form):
    """What are you worried about?"""

    words = ParagraphField(
        label=_("What are you worried about?"),
        help_text=_("In your own words, as much or as little as you like. What happened, when, who may be hurt. You need not be sure."),
        max_length=5000,
        rows=8,
        error_messages={"required": _("Write a few words, so that somebody can help.")},
    )


class ReadersForm(Form):
    """Is it about somebody who would read it?"""

    keep_out = forms.MultipleChoiceField(
        label=_("Is it about one of the people who would read this?"),
        help_text=_("Only these people can read what you write. Tick anybody who should not: for them it will not exist."),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep_out"].choices = people


class ReplyForm(Form):
    """May we come back to you, and how?"""

    reply = forms.ChoiceField(
        label=_("May we come back to you?"),
        choices=Reply.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether and how we may come back to you.")},
    )
    contact = LineField(
        label=_("If in a way you tell us: how, and when is it safe?"),
        help_text=_("For example: a text to 01632 960 111, only on weekdays before three. Nobody but the guardians can read it."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, signed_in: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reply"].choices = [each for each in Reply.choices if signed_in or each[0] != Reply.HERE]

    def clean(self):
        told = super().clean()
        if told.get("reply") == Reply.CONTACT and not told.get("contact"):
            self.add_error("contact", _("Say how we can reach you safely, or choose another answer."))
        return told


class ReceiptForm(Form):
    """The number somebody was given."""

    code = LineField(
        label=_("The number you were given"),
        help_text=_("Sixteen digits. Spaces do not matter."),
        max_length=60,
        inputmode="numeric",
        autocomplete="off",
        required=False,
    )


class MoreWordsForm(IdempotentForm):
    """Something to add."""

    more = ParagraphField(
        label=_("Is there anything to add?"),
        max_length=5000,
        rows=5,
        error_messages={"required": _("Write a few words to send.")},
    )
