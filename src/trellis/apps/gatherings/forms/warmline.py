"""Forms of a line: how to reach it, a contact, a step, a talk, supervision. The form of a contact has no field for words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.apps.gatherings.models.warmline import ContactType, Medium
from trellis.apps.gatherings.models.warmline_care import StepConsent, SupervisionAgreed, SupervisionTopic, Told
from trellis.core.ui.forms import ClockField, GroupedDateField, IdempotentForm, LineField, ParagraphField, WebAddressField, WholeNumberField
from trellis.core.ui.words import here, phone_address

_NO_NUMBER = _("Write a number as one rings it, such as 0300 123 4567.")


class NumberField(LineField):
    """A number that can be rung."""

    def __init__(self, **kwargs):
        super().__init__(max_length=40, inputmode="tel", **kwargs)

    def clean(self, value) -> str:
        text = super().clean(value)
        if text and not phone_address(text, "GB"):
            raise ValidationError(_NO_NUMBER, code="invalid")
        return text


class LineForm(IdempotentForm):
    """How a line can be reached."""

    name = LineField(label=_("What is the line called?"), max_length=120)
    about = ParagraphField(
        label=_("What is it for, in a sentence or two?"),
        help_text=_("Everybody can read this. Say who answers, and what they do not do."),
        max_length=600,
        rows=3,
        required=False,
    )
    number = NumberField(label=_("Number to ring"), required=False)
    text_number = NumberField(label=_("Number for text messages"), required=False)
    web_address = WebAddressField(label=_("Address of a chat"), required=False)
    calls_a_day = WholeNumberField(
        label=_("How often may one person ring on one day?"),
        help_text=_("Leave it empty if as often as they like."),
        min_value=1,
        max_value=50,
        required=False,
    )

    def clean(self):
        told = super().clean()
        if not self.errors and not (told.get("number") or told.get("text_number") or told.get("web_address")):
            self.add_error("number", _("Say at least one way to reach the line."))
        return told

    def told(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("name", "about", "number", "text_number", "web_address", "calls_a_day")}


class ContactForm(IdempotentForm):
    """All that may be noted of a contact."""

    began = ClockField(label=_("When did it begin?"), help_text=_("On the clock, such as 20:15."))
    minutes = WholeNumberField(label=_("How many minutes was it?"), min_value=0, max_value=600, width="width-3")
    medium = forms.ChoiceField(label=_("How did they reach you?"), choices=Medium.choices, widget=forms.RadioSelect)
    type = forms.ChoiceField(label=_("What was it mostly about?"), choices=ContactType.choices, widget=forms.RadioSelect)
    protocol_used = forms.BooleanField(label=_("We used the steps for a crisis"), required=False)
    referral_offered = forms.BooleanField(label=_("I told them of other help"), required=False)
    needs_debrief = forms.BooleanField(label=_("I would like to talk about it with somebody of the line"), required=False)

    def told(self, now: datetime) -> dict:
        """The fields of a contact; the hour is the latest such hour that is past."""
        names = ("minutes", "medium", "type", "protocol_used", "referral_offered", "needs_debrief")
        return {name: self.cleaned_data[name] for name in names} | {"started_at": latest_at(self.cleaned_data["began"], now)}


class CallerForm(IdempotentForm):
    """A word for somebody who rings often. It is counted in memory and written nowhere."""

    word = LineField(
        label=_("A made-up word"),
        help_text=_("The caller makes it up: not their name, not a number. We count it until midnight and keep it nowhere."),
        max_length=40,
        autocomplete="off",
    )


class StepForm(IdempotentForm):
    """One step of the group's way through a crisis."""

    words = ParagraphField(label=_("What does somebody on the line do or say?"), max_length=600, rows=4)
    number = NumberField(label=_("Number to ring at this step"), required=False)
    told = forms.ChoiceField(label=_("Who is told at this step?"), choices=Told.choices, widget=forms.RadioSelect, initial=Told.NOBODY)
    asks_consent = forms.BooleanField(label=_("Ask the caller first whether they agree"), required=False)
    shown_to_callers = forms.BooleanField(label=_("Show this on the public page while nobody is on"), required=False)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("words", "number", "told", "asks_consent", "shown_to_callers")}


class TakeStepForm(IdempotentForm):
    """What is recorded of a step: consent, and when it is looked at again."""

    consent = forms.ChoiceField(label=_("Did the caller agree?"), choices=StepConsent.choices, widget=forms.RadioSelect)
    review = forms.ChoiceField(
        label=_("When do you look at it again?"),
        choices=[("1", _("Tomorrow")), ("7", _("In a week")), ("", _("Not needed"))],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )

    def __init__(self, *args, asks_consent: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_consent:
            del self.fields["consent"]

    def review_on(self, now: datetime):
        days = self.cleaned_data["review"]
        return here(now).date() + timedelta(days=int(days)) if days else None


class OfferForm(IdempotentForm):
    """A time to talk."""

    on = GroupedDateField(label=_("Which day?"))
    at = ClockField(label=_("What time?"))
    words = LineField(
        label=_("How do you talk?"),
        help_text=_("Such as “I ring the line at seven” or “at the hall”. Only the two of you read it."),
        max_length=200,
    )

    def clean_at(self) -> str:
        if not self.cleaned_data["at"]:
            raise ValidationError(_("Write the time like 9:30 or 21:00."), code="required")
        return self.cleaned_data["at"]

    def meet_at(self, now: datetime) -> datetime:
        hour, minute = (int(part) for part in self.cleaned_data["at"].split(":"))
        return datetime.combine(self.cleaned_data["on"], datetime.min.time().replace(hour=hour, minute=minute), here(now).tzinfo)


class SupervisionForm(IdempotentForm):
    """Supervision that took place."""

    on = GroupedDateField(label=_("Which day was it?"))
    minutes = WholeNumberField(label=_("How many minutes?"), min_value=1, max_value=480, width="width-3")
    topics = forms.MultipleChoiceField(
        label=_("What did you talk about?"), choices=SupervisionTopic.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.ChoiceField(label=_("What did you agree?"), choices=SupervisionAgreed.choices, widget=forms.RadioSelect)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("on", "minutes", "topics", "agreed")}


def latest_at(hour: str, now: datetime) -> datetime:
    """The latest past moment at which the clocks of the place showed this hour; now, where none is given."""
    if not hour:
        return now.replace(second=0, microsecond=0)
    local = here(now)
    moment = local.replace(hour=int(hour[:2]), minute=int(hour[3:]), second=0, microsecond=0)
    return moment if moment <= local else moment - timedelta(days=1)
