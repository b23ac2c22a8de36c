"""Short forms of upkeep: an answer by link, a mistake, a claim, two records that may be one."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import OneOf, TickBoxes
from trellis.apps.directory.models import Claim
from trellis.apps.directory.queries.mistakes import PARTS
from trellis.core.ui.forms import EmailField, Form, IdempotentForm, LineField, ParagraphField
from trellis.kernels.text import code_is_valid


class FollowForm(Form):
    """The code of something told."""

    code = LineField(
        label=_("Your code"),
        help_text=_("Nine letters and numbers that you were given."),
        max_length=30,
        width="width-10",
        autocomplete="off",
    )

    def clean_code(self) -> str:
        if not code_is_valid(self.cleaned_data["code"]):
            raise ValidationError(_("This is not a whole code. Look at each letter and number again."))
        return self.cleaned_data["code"]


class CorrectionForm(Form):
    """Which part has changed, and what is right now; for a record's own contact."""

    parts = TickBoxes(
        label=_("What has changed?"), choices=[(code, label) for code, label in PARTS.items() if code != "ended"], required=True
    )
    right = ParagraphField(label=_("What is right now?"), max_length=2000, rows=4)


class MistakeForm(IdempotentForm):
    """Which part is wrong, and, if known, what is right."""

    parts = TickBoxes(label=_("What is wrong?"), choices=list(PARTS.items()), required=True)
    right = ParagraphField(
        label=_("What is right, if you know?"),
        help_text=_("Do not write anything about yourself here."),
        max_length=2000,
        rows=3,
        required=False,
    )
    teller = EmailField(
        label=_("Your e-mail address, if you would like an answer"),
        help_text=_("It is kept encrypted, shown to nobody but the keepers, and deleted afterwards."),
        required=False,
    )


class MistakeDecision(Form):
    """What a keeper makes of a report."""

    do = forms.ChoiceField(choices=[("take", ""), ("fixed", ""), ("not_so", "")], widget=forms.HiddenInput)
    answer = ParagraphField(
        label=_("What shall whoever told us read?"), help_text=_("Needed when the page was right."), max_length=1000, rows=3, required=False
    )


class ClaimForm(IdempotentForm):
    """Who claims a record, and how it can be proved."""

    way = OneOf(label=_("How can we know that it is yours?"), choices=[])
    name = LineField(
        label=_("What may we call you?"),
        help_text=_("The keepers, and those who keep this page already, see this."),
        required=False,
        max_length=80,
    )
    address = EmailField(label=_("Your e-mail address"), help_text=_("You will sign in with it. It is shown to the keepers only."))
    words = ParagraphField(
        label=_("What do you do there?"),
        help_text=_("Needed when you prove it in words: whom can we ask, which paper can you show?"),
        required=False,
        rows=3,
        max_length=2000,
    )

    def __init__(self, *args, ways: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(value, label) for value, label in Claim.Way.choices if value in ways]

    def clean(self):
        told = super().clean()
        if told.get("way") == Claim.Way.WORDS and not told.get("words", "").strip():
            self.add_error("words", _("Say how we can know that it is yours."))
        return told


class CodeForm(Form):
    """The code that went to the record's own address."""

    code = LineField(label=_("The code"), max_length=30, width="width-10", autocomplete="one-time-code")

    def clean_code(self) -> str:
        return re.sub(r"\s", "", self.cleaned_data["code"])


class ReasonForm(Form):
    """A decision with its reason."""

    do = forms.CharField(widget=forms.HiddenInput, max_length=20)
    reason = ParagraphField(label=_("Why?"), max_length=1000, rows=3, required=False)


class MergeForm(Form):
    """Which of two records stays, and for each difference whose word counts."""

    keep = OneOf(label=_("Which of the two shall stay?"), choices=[])
    reason = ParagraphField(label=_("Why are they one?"), help_text=_("Another keeper reads this and decides."), max_length=1000, rows=3)

    def __init__(self, *args, rows: list, differences: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [("first", rows[0].name), ("second", rows[1].name)]
        self.taken: list[str] = []
        for each in differences:
            choices = [("first", each.before or _("(nothing)")), ("second", each.after or _("(nothing)"))]
            self.fields[f"take-{each.name}"] = OneOf(label=each.label, choices=choices, initial="first" if each.before else "second")
        self.order_fields(["keep", *[name for name in self.fields if name.startswith("take-")], "reason"])

    def from_dropped(self) -> list[str]:
        """The fields whose value is taken from the record that does not stay."""
        told = self.cleaned_data
        return [name.removeprefix("take-") for name, value in told.items() if name.startswith("take-") and value != told["keep"]]


class WorkForm(IdempotentForm):
    """One press on the work list."""

    kind = forms.CharField(max_length=20)
    record = forms.UUIDField()
    do = forms.ChoiceField(choices=[(each, each) for each in ("rung", "seen", "ask", "close", "reopen", "retire", "put_back")])
