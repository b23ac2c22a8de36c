"""How a form's field is shown: which kind of control, which ids, which words. Read by the tags `field` and `error_summary`."""

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from trellis.core.ui.widgets import DateBoxes


class ShownField:
    """A bound field with what its template asks for."""

    __slots__ = ("bound",)

    def __init__(self, bound: BoundField):
        self.bound = bound

    @property
    def kind(self) -> str:
        """One of "date", "group" (radio buttons, check boxes), "tick" (one check box) or "control"."""
        widget = self.bound.field.widget
        if isinstance(widget, DateBoxes):
            return "date"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "group"
        return "tick" if isinstance(widget, forms.CheckboxInput) else "control"

    @property
    def control_id(self) -> str:
        """The id of the first thing one can focus."""
        return f"{self.bound.auto_id}_0" if self.kind in ("date", "group") else self.bound.id_for_label or self.bound.auto_id

    @property
    def label(self) -> str:
        return self.bound.label

    @property
    def optional(self) -> bool:
        """Said in the label; a required field says nothing. A single tick box is optional by its nature."""
        return not self.bound.field.required and self.kind != "tick"

    @property
    def hint_id(self) -> str:
        return f"{self.bound.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.bound.auto_id}_error"

    @property
    def described_by(self) -> str:
        ids = [self.hint_id] if self.bound.help_text else []
        return " ".join([*ids, self.error_id] if self.bound.errors else ids)

    @property
    def control(self) -> str:
        attributes = {"aria-invalid": "true"} if self.bound.errors else {}
        if self.described_by:
            attributes["aria-describedby"] = self.described_by
        return self.bound.as_widget(attrs=attributes)

    @property
    def choices(self):
        """The single buttons or boxes of a group."""
        return self.bound.subwidgets

    @property
    def boxes(self) -> list[dict]:
        """The three boxes of a date."""
        labels = (_("Day"), _("Month"), _("Year"))
        context = self.bound.field.widget.get_context(self.bound.html_name, self.bound.value(), {"id": self.bound.auto_id})
        parts = context["widget"]["subwidgets"]
        return [
            {"label": label, "id": part["attrs"]["id"], "name": part["name"], "value": part["value"] or "", "attrs": part["attrs"]}
            for label, part in zip(labels, parts, strict=True)
        ]


def shown(form) -> list[ShownField]:
    """The visible fields of a form, in order."""
    return [ShownField(bound) for bound in form.visible_fields()]


def problems(form) -> list[dict]:
    """What is wrong with a form, whole-form problems first, each with the id to go to."""
    if not form.is_bound or not form.errors:
        return []
    found = [{"message": message, "target": ""} for message in form.non_field_errors()]
    for bound in form.hidden_fields():
        found += [{"message": message, "target": ""} for message in bound.errors]
    for bound in form.visible_fields():
        found += [{"message": message, "target": ShownField(bound).control_id} for message in bound.errors]
    return found
