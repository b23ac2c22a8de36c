"""Controls that Django does not bring."""

from datetime import date

from django import forms

BOXES = (("width-2", "2"), ("width-2", "2"), ("width-4", "4"))


class DateBoxes(forms.MultiWidget):
    """A date as three boxes: day, month, year. People know their dates by heart; a calendar to page through helps nobody."""

    use_fieldset = True

    def __init__(self, attrs=None):
        boxes = [forms.TextInput({"inputmode": "numeric", "class": width, "maxlength": length}) for width, length in BOXES]
        super().__init__(boxes, attrs)

    def decompress(self, value):
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def value_from_datadict(self, data, files, name):
        return [(value or "").strip() for value in super().value_from_datadict(data, files, name)]
