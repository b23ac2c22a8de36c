"""Writing in a group, and asking a moderator to look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.talk.models import Broken
from trellis.core.ui.forms import IdempotentForm, LineField, ParagraphField

LONGEST = 5000


class ThreadForm(IdempotentForm):
    """A new thread with its first comment."""

    title = LineField(
        label=_("What is it about?"),
        max_length=120,
        error_messages={"required": _("Give it a few words, so that others know what it is about.")},
    )
    body = ParagraphField(
        label=_("What do you want to say?"),
        help_text=_("Members of this group read it, under the name you have there."),
        max_length=LONGEST,
        error_messages={"required": _("Write a few words to send.")},
    )


class CommentForm(IdempotentForm):
    """A comment."""

    body = ParagraphField(
        label=_("What do you want to say?"), max_length=LONGEST, rows=4, error_messages={"required": _("Write a few words to send.")}
    )


class EditForm(IdempotentForm):
    """The words of a comment again."""

    body = ParagraphField(label=_("What do you want to say?"), max_length=LONGEST, error_messages={"required": _("Write a few words.")})


class ReportForm(IdempotentForm):
    """Which rule is broken, in the words of the rules."""

    rule = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Broken.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    words = ParagraphField(label=_("Is there anything a moderator should know?"), max_length=2000, rows=3, required=False)
