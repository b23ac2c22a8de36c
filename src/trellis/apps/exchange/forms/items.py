"""Forms about things to lend."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.exchange.models.items import LONGEST_DAYS, ItemKind, ItemSeenBy
from trellis.core.ui.forms import Form, GroupedDateField, IdempotentForm, LineField, ParagraphField, WholeNumberField


class ItemForm(IdempotentForm):
    """What can be borrowed. `lenders` are the organizations that the person speaks for."""

    lender = forms.ChoiceField(label=_("Who lends it?"), widget=forms.RadioSelect, initial="me")
    title = LineField(label=_("What is it?"), max_length=120, error_messages={"required": _("Say what it is, such as “Hedge trimmer”.")})
    kind = forms.ChoiceField(
        label=_("What sort of thing?"), choices=ItemKind.choices, error_messages={"required": _("Choose what sort of thing it is.")}
    )
    description = ParagraphField(label=_("What should people know?"), required=False, max_length=1000, rows=3)
    condition = ParagraphField(
        label=_("How is it?"), help_text=_("What is scratched or missing, how to hold it."), required=False, max_length=1000, rows=2
    )
    where = LineField(
        label=_("Whereabouts is it fetched?"), help_text=_("A part of town, never your address."), required=False, max_length=120
    )
    most_days = WholeNumberField(
        label=_("For how many days at most?"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=14,
        error_messages={
            "min_value": _("At least 1 day."),
            "max_value": _("At most 90 days. They can keep it longer if nobody waits."),
            "required": _("Say for how many days at most, such as 14."),
        },
    )
    says_yes_by_itself = forms.BooleanField(
        label=_("Say yes by itself when it is free"), help_text=_("For libraries of things: nobody has to answer."), required=False
    )
    seen_by = forms.ChoiceField(
        label=_("Who finds it?"), choices=ItemSeenBy.choices, widget=forms.RadioSelect, initial=ItemSeenBy.EVERYBODY
    )

    def __init__(self, *args, lenders=(), is_new: bool = True, is_own: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lender"].choices = [("me", _("I lend it"))] + [(str(each.pk), each.name) for each in lenders]
        if not is_new or not lenders:
            del self.fields["lender"]
        if is_own or (is_new and not lenders):
            del self.fields["says_yes_by_itself"], self.fields["seen_by"]


class PictureForm(IdempotentForm):
    """One picture of a thing."""

    picture = forms.FileField(label=_("A picture of it"), error_messages={"required": _("Choose a picture first.")})


class AskForm(IdempotentForm):
    """For how long, from when, and a word to the lender."""

    days = WholeNumberField(
        label=_("For how many days?"),
        min_value=1,
        error_messages={"required": _("Say for how many days."), "min_value": _("At least 1 day.")},
    )
    from_on = GroupedDateField(label=_("From which day?"), help_text=_("Leave it empty to have it as soon as it is free."), required=False)
    words = ParagraphField(
        label=_("Anything to say to whoever lends it?"),
        help_text=_("Only they read it. No need to say what it is for."),
        required=False, max_length=1000, rows=3,
    )  # fmt: skip

    def __init__(self, *args, most_days: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = min(7, most_days)
        self.most_days = most_days

    def clean_days(self) -> int:
        days = self.cleaned_data["days"]
        if days > self.most_days:
            raise forms.ValidationError(_("It is lent for at most %(days)d days.") % {"days": self.most_days}, code="max_value")
        return days


class StepForm(IdempotentForm):
    """Yes, do it; nothing else to say."""


class GoneForm(IdempotentForm):
    """What became of it, and a word about it."""

    state = forms.ChoiceField(
        label=_("What happened?"),
        choices=[("broken", _("It is broken")), ("lost", _("It is lost"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    words = ParagraphField(label=_("Anything to add?"), required=False, max_length=1000, rows=3)


class RestForm(IdempotentForm):
    """Why it is not lent for now."""

    state = forms.ChoiceField(
        label=_("Why is it not lent for now?"),
        choices=[("resting", _("I need it myself, or it has a rest")), ("broken", _("It is broken")), ("lost", _("It is lost"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


class NoteForm(IdempotentForm):
    """A word to the other side."""

    words = ParagraphField(label=_("Write to them"), max_length=1000, rows=3, error_messages={"required": _("Write a few words to send.")})


class FindForm(Form):
    """Looking through what can be borrowed."""

    q = LineField(label=_("What do you need?"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("What sort of thing?"), required=False, choices=[("", _("Anything")), *ItemKind.choices])
    of = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """Only of this organization."""
