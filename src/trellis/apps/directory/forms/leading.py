"""The questions about who leads, one form for each page, for the initiative, a service beside it and its members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.forms.fields import OneOf, TickBoxes
from trellis.apps.directory.models.leadership import Experience, Question, Stands, TakesPart, Who
from trellis.core.ui.forms import Form, IdempotentForm, LineField, ParagraphField

_NO_NAMES = _("Please name nobody. Say “a mother from the estate”, not who.")
_WORDS = _("In your own words, if you like")


class WhoForm(Form):
    """One of the four questions, with a few words of one's own."""

    who = OneOf(label="", choices=Who.choices)
    words = ParagraphField(label=_WORDS, help_text=_NO_NAMES, max_length=600, rows=3, required=False)

    question = ""
    asked = ""
    hint = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].label = self.asked
        self.fields["who"].help_text = self.hint
        self.fields["who"].error_messages["required"] = _("Choose one. “We don’t know” is an answer too.")


class SawForm(WhoForm):
    """Who saw the problem."""

    question, asked = Question.SAW, _("Who saw the problem?")
    hint = _("Who first said: this is not right, something must be done?")


class DesignedForm(WhoForm):
    """Who designed the answer."""

    question, asked = Question.DESIGNED, _("Who designed the answer?")
    hint = _("Who thought up what it does and how?")


class LeadsForm(WhoForm):
    """Who leads."""

    question, asked = Question.LEADS, _("Who leads?")
    hint = _("Who sees to it, week by week?")


class DecidesForm(WhoForm):
    """Who decides."""

    question, asked = Question.DECIDES, _("Who decides?")
    hint = _("About money, rules, who is taken on, and when it ends.")


class ExperienceForm(Form):
    """Which lived experience the leaders share."""

    experiences = TickBoxes(
        label=_("Which experience do those who lead share?"),
        help_text=_("Tick what is true of several of them and what they are content to say. Nobody is named."),
        choices=Experience.choices,
    )
    experience_words = LineField(label=_WORDS, help_text=_NO_NAMES, max_length=300, required=False)


class StandsForm(Form):
    """Whose body it is."""

    stands = OneOf(
        label=_("What is it?"),
        help_text=_("A group with its own rules is a group of its own, registered or not."),
        choices=Stands.choices,
        error_messages={"required": _("Choose what it is.")},
    )


class SupportForm(Form):
    """Whether a service supports it in a way it could not do without, and which."""

    supported = OneOf(
        label=_("Is there a service or authority whose support it could not do without?"),
        help_text=_("Money, staff or a room that would end it, if it were taken away."),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose yes or no.")},
    )
    supporter = LineField(
        label=_("Which one?"),
        help_text=_("Its name as it is written here, or the address of its page. It may then say how it sees it."),
        max_length=300,
        required=False,
    )


class PartForm(Form):
    """How else the people it is for take part."""

    takes_part = TickBoxes(
        label=_("How else do the people it is for take part?"), help_text=_("Tick all that are true, or none."), choices=TakesPart.choices
    )


class MemberSaw(SawForm):
    """Who saw the problem, as a member sees it."""

    asked = _("As you see it: who saw the problem?")


class MemberDesigned(DesignedForm):
    """Who designed the answer, as a member sees it."""

    asked = _("As you see it: who designed the answer?")


class MemberLeads(LeadsForm):
    """Who leads, as a member sees it."""

    asked = _("As you see it: who leads?")


class MemberDecides(DecidesForm):
    """Who decides, as a member sees it."""

    asked = _("As you see it: who decides?")


for _each in (MemberSaw, MemberDesigned, MemberLeads, MemberDecides):
    del _each.base_fields["words"]


class MemberSupport(SupportForm):
    """Whether it hangs on a service, as a member sees it."""


del MemberSupport.base_fields["supporter"]


class ReplyForm(IdempotentForm):
    """What the initiative says to members who see it differently."""

    text = ParagraphField(
        label=_("Your reply"),
        help_text=_(
            "Everybody can read it. You can reply once, so say what you will do about it, or why you see it as you do. Name nobody."
        ),
        max_length=1000,
        rows=5,
        error_messages={"required": _("Write your reply.")},
    )
