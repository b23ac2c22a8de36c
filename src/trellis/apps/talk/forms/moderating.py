"""What moderators decide, and what writers say against it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.talk.models import Broken, Decision
from trellis.core.ui.forms import IdempotentForm, ParagraphField

LEAVE = "leave"


class DecideForm(IdempotentForm):
    """Hide, slow down, or leave it; by which rule and why."""

    what = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (Decision.What.HIDE, Decision.What.HIDE.label),
            (Decision.What.LIMIT, Decision.What.LIMIT.label),
            (LEAVE, _("Leave it as it is")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    rule = forms.ChoiceField(
        label=_("Which rule is broken? Not needed when you leave it."), choices=Broken.choices, widget=forms.RadioSelect, required=False
    )
    reason = ParagraphField(
        label=_("Why?"),
        help_text=_("Whoever wrote it reads this, without your name. When you leave it, whoever reported it reads this."),
        max_length=2000,
        rows=4,
        error_messages={"required": _("Say why, so that the person can understand it or appeal.")},
    )

    def clean(self):
        told = super().clean()
        if told.get("what") not in (None, LEAVE) and not told.get("rule"):
            self.add_error("rule", _("Choose the rule that it breaks."))
        return told


class AppealForm(IdempotentForm):
    """Why somebody else should look."""

    words = ParagraphField(
        label=_("Why do you see it differently?"),
        help_text=_("Another moderator reads this, not the one who decided. You can ask once."),
        max_length=2000,
        rows=5,
        error_messages={"required": _("Write a few words, so that the other moderator understands you.")},
    )


class AnswerForm(IdempotentForm):
    """The answer to an appeal."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = ParagraphField(
        label=_("Why?"),
        help_text=_("Whoever wrote it reads this, without your name."),
        max_length=2000,
        rows=4,
        error_messages={"required": _("Say why.")},
    )


class TakeBackForm(IdempotentForm):
    """Why a decision is taken back."""

    reason = ParagraphField(label=_("Why do you take it back?"), max_length=2000, rows=4, error_messages={"required": _("Say why.")})
