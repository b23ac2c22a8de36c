"""Forms about booking a space: finding one, when and for whom, answering, and the terms on which it can be had."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import ClockField, OneOf
from trellis.apps.directory.models.bookings import SpaceTerms
from trellis.apps.directory.queries.bookings import Party
from trellis.apps.people.models.names import NameNotUsable, usable_name
from trellis.core.references import Ref
from trellis.core.ui.forms import Form, GroupedDateField, IdempotentForm, LineField, ParagraphField, WholeNumberField

PRIVATE = "private"
UTC = ZoneInfo("UTC")


class WhenForm(Form):
    """A day, and from when until when on the clocks of the space."""

    on = GroupedDateField(label=_("Which day?"), error_messages={"required": _("Say which day.")})
    begins = ClockField(label=_("From what time?"), help_text=_("Like 18:00 or 6pm."), error_messages={"required": _("Say from when.")})
    ends = ClockField(label=_("Until what time?"), error_messages={"required": _("Say until when.")})

    def __init__(self, *args, zone: ZoneInfo, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self):
        told = super().clean()
        if told.get("on") and told.get("begins") and told.get("ends"):
            starts_at = _moment(told["on"], told["begins"], self.zone)
            ends_at = _moment(told["on"] + timedelta(days=told["ends"] <= told["begins"]), told["ends"], self.zone)
            for name, moment in (("begins", starts_at), ("ends", ends_at)):
                if moment is None:
                    self.add_error(name, _("The clocks change that night, and this time does not exist. Choose another."))
            told["starts_at"], told["ends_at"] = starts_at, ends_at
        return told


class BookForm(IdempotentForm, WhenForm):
    """When, for whom, under which name, what for, and whether it comes again."""

    party = OneOf(label=_("For whom is it?"), choices=[], error_messages={"required": _("Say for whom it is.")})
    display_name = LineField(
        label=_("What should the keepers of the space call you?"),
        help_text=_("A first name, or any name you like."),
        max_length=80,
        error_messages={"required": _("Give a name to be called by.")},
    )
    what = LineField(
        label=_("What is it for?"),
        help_text=_("A few words for the keepers of the space, so that they know what to expect. Nobody else reads them."),
        max_length=200,
        required=False,
    )
    until = GroupedDateField(label=_("Every week until"), help_text=_("Leave this empty if you need it once."), required=False)

    def __init__(self, *args, parties: list[Party], private: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = {str(each.group): each for each in parties}
        choices = [(key, each.name) for key, each in self.parties.items()]
        self.fields["party"].choices = [*choices, (PRIVATE, _("For myself or my family"))] if private else choices
        self.order_fields(["on", "begins", "ends", "until", "party", "display_name", "what"])

    def clean_display_name(self) -> str:
        try:
            return usable_name(self.cleaned_data["display_name"])
        except NameNotUsable as refused:
            raise ValidationError(str(refused.reason), code="name") from refused

    def clean(self):
        told = super().clean()
        if told.get("until") and told.get("on") and told["until"] < told["on"]:
            self.add_error("until", _("The last day must be after the first."))
        return told

    @property
    def group(self) -> Ref | None:
        chosen = self.cleaned_data["party"]
        return None if chosen == PRIVATE else self.parties[chosen].group


class MoveForm(IdempotentForm, WhenForm):
    """Another time."""


class FindForm(WhenForm):
    """Which spaces are free then."""

    people = WholeNumberField(label=_("For how many people?"), required=False, min_value=1, max_value=100_000)


class AnswerForm(Form):
    """Why not."""

    reason = ParagraphField(
        label=_("If you say no: why?"), help_text=_("They read it, so that they can look for something else."), max_length=1000, rows=3,
        required=False,
    )  # fmt: skip


class TermsForm(Form):
    """On which terms a space can be booked."""

    open = forms.BooleanField(label=_("People can book this space here"), required=False)
    asks_first = forms.BooleanField(
        label=_("We look at each booking first"), help_text=_("The time is held until you say yes or no."), required=False
    )
    private_use = forms.BooleanField(label=_("People can book it for themselves or their family"), required=False)
    setup_minutes = OneOf(label=_("How long before is it held to set up?"), choices=[])
    clearing_minutes = OneOf(label=_("How long after is it held to clear up?"), choices=[])
    days_ahead = WholeNumberField(label=_("How many days ahead can it be booked?"), min_value=1, max_value=730)
    longest_hours = WholeNumberField(label=_("How many hours at a time at most?"), min_value=1, max_value=24)
    prime_hours = WholeNumberField(
        label=_("How many of the hours that everybody wants can one group have in a month?"),
        help_text=_("Leave empty for no such rule. What is still free two days before, anybody can have."),
        required=False,
        min_value=1,
        max_value=744,
    )
    prime_from = ClockField(label=_("The hours that everybody wants begin at"), required=False)
    prime_to = ClockField(label=_("and end at"), required=False)
    customary = LineField(
        label=_("What is it customary to give for an hour?"),
        help_text=_("Leave empty if it is free. Nobody pays here; people bring it."),
        max_length=12,
        width="width-5",
        required=False,
    )
    keys_note = ParagraphField(
        label=_("How to get in, and what to set up"),
        help_text=_("Keys, codes, heating. Kept encrypted, and shown to whoever booked from the day before."),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        minutes = [(str(n), _("%(n)s minutes") % {"n": n}) for n in (0, 15, 30, 60)]
        for name in ("setup_minutes", "clearing_minutes"):
            given = str(self.initial.get(name, ""))
            known = given in dict(minutes) or not given
            self.fields[name].choices = minutes if known else [*minutes, (given, _("%(n)s minutes") % {"n": given})]

    def clean_customary(self) -> int | None:
        text = self.cleaned_data["customary"].lstrip("£€$ ").replace(",", ".")
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise ValidationError(_("Write an amount like 8 or 8.50."), code="invalid") from None
        if not amount.is_finite() or not 0 <= amount <= 10_000 or amount != round(amount, 2):
            raise ValidationError(_("Write an amount like 8 or 8.50."), code="invalid")
        return int(amount * 100) or None

    def clean(self):
        told = super().clean()
        if told.get("prime_hours") and not (told.get("prime_from") and told.get("prime_to") and told["prime_from"] < told["prime_to"]):
            self.add_error("prime_from", _("Say from when until when, such as 17:00 to 22:00."))
        return told

    def terms(self, *, currency: str) -> dict:
        """What was said, as the fields of `SpaceTerms`."""
        told = self.cleaned_data
        shares = bool(told["prime_hours"])
        return {
            "open": told["open"], "asks_first": told["asks_first"], "private_use": told["private_use"],
            "setup_minutes": int(told["setup_minutes"]), "clearing_minutes": int(told["clearing_minutes"]),
            "days_ahead": told["days_ahead"], "longest_minutes": told["longest_hours"] * 60,
            "prime_hours": told["prime_hours"] or None,
            "prime_from": time.fromisoformat(told["prime_from"]) if shares else None,
            "prime_to": time.fromisoformat(told["prime_to"]) if shares else None,
            "customary_minor": told["customary"], "currency": currency if told["customary"] else "", "keys_note": told["keys_note"],
        }  # fmt: skip


def terms_as_told(terms: SpaceTerms) -> dict:
    """The terms as the form shows them."""
    return {
        "open": terms.open, "asks_first": terms.asks_first, "private_use": terms.private_use,
        "setup_minutes": str(terms.setup_minutes), "clearing_minutes": str(terms.clearing_minutes), "days_ahead": terms.days_ahead,
        "longest_hours": max(1, terms.longest_minutes // 60), "prime_hours": terms.prime_hours,
        "prime_from": f"{terms.prime_from:%H:%M}" if terms.prime_from else "",
        "prime_to": f"{terms.prime_to:%H:%M}" if terms.prime_to else "",
        "customary": f"{Decimal(terms.customary_minor) / 100:.2f}" if terms.customary_minor else "", "keys_note": terms.keys_note,
    }  # fmt: skip


def as_told(starts_at: datetime, ends_at: datetime, *, zone: ZoneInfo) -> dict:
    """A stretch of time as the three fields of `WhenForm` show it."""
    begin, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return {"on": begin.date(), "begins": f"{begin:%H:%M}", "ends": f"{end:%H:%M}"}


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime | None:
    """A time on the clocks of the space as an instant; None in the hour that is skipped."""
    local = datetime.combine(day, time.fromisoformat(clock))
    found = local.replace(tzinfo=zone).astimezone(UTC)
    return found if found.astimezone(zone).replace(tzinfo=None) == local else None
