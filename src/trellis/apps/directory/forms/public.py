"""The directory's forms for everybody."""

from django.utils.translation import gettext_lazy as _

from trellis.core.ui.forms import IdempotentForm, WholeNumberField


class TimeTakenForm(IdempotentForm):
    """How many days something took."""

    days = WholeNumberField(
        label=_("How many days did it take?"),
        help_text=_("Count from the day you asked to the day it was done. We keep the number and the month, not who told us."),
        min_value=0,
        max_value=3650,
        error_messages={
            "required": _("Enter how many days it took."),
            "min_value": _("Enter a number of days from 0 to 3,650."),
            "max_value": _("Enter a number of days from 0 to 3,650."),
        },
    )
