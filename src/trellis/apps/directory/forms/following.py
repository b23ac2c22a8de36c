"""Following a list, one question at a time, and first words to a group."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import OneOf, TickBoxes
from trellis.apps.directory.models import FeedKind, HowOften, Place
from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.apps.directory.queries.gazetteer import find_place
from trellis.core.ui.forms import Form, IdempotentForm, LineField, ParagraphField, WebAddressField, WholeNumberField


class KindForm(Form):
    """What sort of list it is."""

    kind = OneOf(label=_("What do you want to follow?"), choices=FeedKind.choices)


class AddressForm(Form):
    """Where the list is."""

    url = WebAddressField(
        label=_("What is its address on the web?"),
        help_text=_("For another place that runs Trellis, the address of its front page is enough."),
    )
    name = LineField(
        label=_("What shall we call it?"), help_text=_("Left empty, it gets the name that it has there."), max_length=120, required=False
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url.startswith(settings.TRELLIS_URL + "/") or url == settings.TRELLIS_URL:
            raise ValidationError(_("This is the address of this place itself."))
        return url.rstrip("/") if url.count("/") == 3 else url


class AreaForm(Form):
    """All of it, or what is near a place."""

    near = LineField(
        label=_("Which part of it do you want?"),
        help_text=_("Write a town or a postcode to take only what is near it. Leave it empty to take everything."),
        max_length=100,
        required=False,
    )
    km = WholeNumberField(label=_("Within how many kilometres?"), min_value=1, max_value=500, required=False, initial=30)

    def clean(self):
        told = super().clean()
        if told.get("near"):
            place = find_place(told["near"])
            if isinstance(place, Place):
                self.place = place
            else:
                self.add_error("near", _("We do not know this place, or there are several of this name. Try a postcode."))
        return told

    @property
    def area(self) -> dict:
        """The area as it is kept; empty for everything."""
        place = getattr(self, "place", None)
        if place is None:
            return {}
        km = self.cleaned_data.get("km") or 30
        return {"latitude": place.latitude, "longitude": place.longitude, "km": km, "name": place.name}


class OftenForm(Form):
    """How often to ask."""

    every = OneOf(label=_("How often shall we look?"), choices=HowOften.choices, initial=HowOften.DAY)


class PressForm(IdempotentForm):
    """A button that counts once."""


class StopForm(IdempotentForm):
    """What is to become of the records."""

    records = OneOf(
        label=_("What shall become of what it listed?"),
        choices=[
            ("keep", _("Keep it here. It will grow old until somebody here confirms it.")),
            ("withdraw", _("Take it out of search. Its pages stay and say that it is no longer listed.")),
        ],
    )


class TopicsForm(IdempotentForm):
    """Under which topics groups elsewhere may find this one."""

    topics = TickBoxes(
        label=_("Under which topics may groups elsewhere find you?"),
        help_text=_("They see the name of your group and its page, never a person. Tick none to be listed no longer."),
        choices=list(CATEGORIES.items()),
    )


class HelloForm(IdempotentForm):
    """First words to a group from somebody elsewhere."""

    from_group = LineField(label=_("Which group are you, and where?"), max_length=200)
    words = ParagraphField(label=_("What do you want to say?"), max_length=2000)
    reply_to = LineField(
        label=_("How may they answer you?"),
        help_text=_("An e-mail address or a telephone number. Leave it empty if you do not want an answer."),
        max_length=200,
        required=False,
    )
