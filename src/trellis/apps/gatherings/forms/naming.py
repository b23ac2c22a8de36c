"""Recovery meetings name nobody: a look at what an organizer writes, and a question before it is kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from trellis.apps.gatherings.models import GatheringKind
from trellis.kernels.text.naming_people import looks_like

SURE = "names_nobody"
_PROTECTED = (GatheringKind.TWELVE_STEP, GatheringKind.SUPPORT_GROUP)


def full_names(text: str, *, language: str = "") -> list[str]:
    """What looks like a first and a last name."""
    return [found.of(text) for found in looks_like(text, language=language) if found.kind == "name" and " " in found.of(text).strip()]


def ask_about_names(form: forms.Form, kind: str, language: str = "") -> bool:
    """Whether the words may be kept. If they seem to name somebody in full, the form asks once, with a box to tick."""
    if kind not in _PROTECTED:
        return True
    if form.data.get(f"{form.prefix}-{SURE}" if form.prefix else SURE):
        return True
    for name, told in list(form.cleaned_data.items()):
        found = full_names(told, language=language) if isinstance(told, str) else []
        if found:
            box = forms.BooleanField(label=_("This is not the name of a person"), required=False)
            form.fields[SURE] = box
            words = _("“%(name)s” looks like a first and last name. Nobody is named here in full: leave the last name out.")
            form.add_error(name, words % {"name": found[0]})
            return False
    return True
