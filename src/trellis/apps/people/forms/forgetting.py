"""The one question before everything goes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.core.ui.forms import Form


class EraseForm(Form):
    """Is it meant? No reason is asked for."""

    meant = forms.BooleanField(
        label=_("Yes, erase everything of mine. I know that nobody can bring it back."),
        error_messages={"required": _("Tick the box if you want everything of yours erased.")},
    )
