"""Questions of whoever organizes a league, and of captains."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import Location
from trellis.apps.gatherings.models.leagues import ToldBy, WhyChanged
from trellis.core.ui.forms import ClockField, GroupedDateField, IdempotentForm, LineField, WholeNumberField

MOST_GOALS = 99
WEEKS = [(1, _("Every week")), (2, _("Every second week")), (3, _("Every third week")), (4, _("Every fourth week"))]
MEETINGS = [(1, _("Once")), (2, _("Twice, home and away"))]
REPLAYED = ("ruling", "ineligible", "abandoned", "other")
CORRECTED = ("mistyped", "referee", "ruling", "other")
NOT_PLAYED = ("weather", "pitch", "players", "other")


def _whole(label, *, least: int, most: int, initial: int | None = None, help_text="") -> WholeNumberField:
    return WholeNumberField(label=label, min_value=least, max_value=most, initial=initial, help_text=help_text, width="width-2")


def _reasons(codes: tuple[str, ...]) -> list[tuple[str, object]]:
    return [(code, WhyChanged(code).label) for code in codes]


class SeasonForm(IdempotentForm):
    """A new season."""

    title = LineField(label=_("What is the league called?"), help_text=_("Such as “Sunday fives, spring 2027”."), max_length=100)
    location = forms.ModelChoiceField(
        label=_("Where are the matches?"), queryset=Location.objects.none(), required=False, empty_label=_("In different places")
    )
    minutes = _whole(_("How many minutes does a match last, breaks included?"), least=5, most=300, initial=60)
    meetings = forms.TypedChoiceField(
        label=_("How often does each team meet each other team?"), choices=MEETINGS, coerce=int, widget=forms.RadioSelect, initial=2
    )
    win = _whole(_("Points for a win"), least=0, most=20, initial=3)
    draw = _whole(_("Points for a draw"), least=0, most=20, initial=1)
    loss = _whole(_("Points for a defeat"), least=0, most=20, initial=0)
    walkover_goals = _whole(_("A walkover counts as how many to nil?"), least=1, most=30, initial=3)

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.filter(organization=organization, confidential=False).order_by("name")

    def clean(self):
        told = super().clean()
        win, draw, loss = (told.get(name) for name in ("win", "draw", "loss"))
        if None not in (win, draw, loss) and not win >= draw >= loss:
            self.add_error("draw", _("A win must give at least as many points as a draw, and a draw as many as a defeat."))
        return told


class TeamForm(IdempotentForm):
    """A team."""

    name = LineField(
        label=_("What is the team called?"),
        help_text=_("The name of the team only, never of a person: everybody can read it."),
        max_length=60,
    )


class DrawForm(IdempotentForm):
    """When the matches are."""

    first_on = GroupedDateField(
        label=_("On which day is the first round?"), help_text=_("The other rounds follow on the same day of the week.")
    )
    begins = ClockField(label=_("When does the first match of a day begin?"), help_text=_("Such as 10:00."))
    every_weeks = forms.TypedChoiceField(label=_("How often is there a round?"), choices=WEEKS, coerce=int, initial=1)
    pitches = _whole(_("How many matches can be played side by side?"), least=1, most=12, initial=1)

    def clean_begins(self) -> time:
        if not self.cleaned_data["begins"]:
            raise forms.ValidationError(_("Write the time like 9:30 or 21:00."))
        return time.fromisoformat(self.cleaned_data["begins"])


class ScoreForm(IdempotentForm):
    """The goals of both teams."""

    home_goals = _whole("", least=0, most=MOST_GOALS)
    away_goals = _whole("", least=0, most=MOST_GOALS)

    def __init__(self, *args, fixture, **kwargs):
        super().__init__(*args, **kwargs)
        for name, team in (("home_goals", fixture.home), ("away_goals", fixture.away)):
            label = _("Goals of {team}").format(team=team.name)
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("Write how many goals {team} had. 0 if none.").format(team=team.name)


class CorrectionForm(ScoreForm):
    """Another score, and why."""

    why = forms.ChoiceField(
        label=_("Why is it put right?"),
        choices=_reasons(CORRECTED),
        widget=forms.RadioSelect,
        help_text=_("Everybody can read this reason."),
    )


class MoveForm(IdempotentForm):
    """Another day and hour."""

    on = GroupedDateField(label=_("On which day is it played?"))
    begins = ClockField(label=_("When does it begin?"), help_text=_("Such as 10:00."))

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_begins(self) -> time:
        if not self.cleaned_data["begins"]:
            raise forms.ValidationError(_("Write the time like 9:30 or 21:00."))
        return time.fromisoformat(self.cleaned_data["begins"])

    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["begins"], self.zone).astimezone(UTC)


class ReplayForm(MoveForm):
    """When it is played again, and why."""

    why = forms.ChoiceField(
        label=_("Why is it played again?"),
        choices=_reasons(REPLAYED),
        widget=forms.RadioSelect,
        help_text=_("Everybody can read this reason."),
    )


class WhyForm(IdempotentForm):
    """Why a match is not played."""

    why = forms.ChoiceField(
        label=_("Why is it not played?"),
        choices=_reasons(NOT_PLAYED),
        widget=forms.RadioSelect,
        help_text=_("Everybody can read this reason."),
    )


class WalkoverForm(IdempotentForm):
    """Who wins without playing."""

    winner = forms.ChoiceField(label=_("Which team wins without playing?"), widget=forms.RadioSelect)

    def __init__(self, *args, fixture, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["winner"].choices = [(ToldBy.HOME.value, fixture.home.name), (ToldBy.AWAY.value, fixture.away.name)]


class WithdrawForm(IdempotentForm):
    """What becomes of the matches of a team that withdraws."""

    keep = forms.ChoiceField(
        label=_("What about its matches?"),
        choices=[
            ("no", _("None of them counts, for anybody. This is usual when it has played less than half of them.")),
            ("yes", _("Those played count. The other teams win the rest as walkovers.")),
        ],
        widget=forms.RadioSelect,
    )


class SureForm(IdempotentForm):
    """Nothing but a yes."""
