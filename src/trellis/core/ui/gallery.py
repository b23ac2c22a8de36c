"""Samples for the gallery page: every part, in the states it can be in."""

import re
from datetime import date
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.safestring import mark_safe

from trellis.core.ui import charts, drawings
from trellis.core.ui.forms import EmailField, Form, GroupedDateField, LineField, ParagraphField, WebAddressField, WholeNumberField
from trellis.core.ui.parts import Answer, Bar, Card, Choice, Fact, FilterGroup, Landmark, Link, OpenDay, Pin

FREE = Fact(label="Free", icon="coin")
STEP_FREE = Fact(label="Step-free", icon="ramp")
ONLINE = Fact(label="Online too", icon="globe")
NO_REFERRAL = Fact(label="Just turn up", icon="check")


class SuggestionForm(Form):
    """A form with one control of each kind."""

    name = LineField(label="What is it called?", help_text="As people here say it.", max_length=80, autocomplete="off")
    about = ParagraphField(label="What happens there?", help_text="Two or three sentences are plenty.", rows=4)
    kind = forms.ChoiceField(label="What is it?", choices=[("", "Choose one"), ("peer", "A peer group"), ("garden", "A garden")])
    cost = forms.ChoiceField(
        label="Does it cost anything?",
        widget=forms.RadioSelect,
        choices=[("free", "It is free"), ("gift", "A donation, if you can"), ("paid", "It costs money")],
    )
    days = forms.MultipleChoiceField(
        label="When is it open?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday")],
    )
    began_on = GroupedDateField(label="When did it begin?", help_text="For example, 27 3 2019.", required=False)
    people = WholeNumberField(label="How many come?", required=False, min_value=0)
    email = EmailField(label="E-mail", required=False)
    website = WebAddressField(label="Website", required=False)
    agreed = forms.BooleanField(label="The people who run it know that it will be listed", help_text="Ask them first.")


class NameForm(Form):
    """One question for the whole page."""

    name = LineField(
        label="What should we call you?", help_text="A first name or any name you like.", required=False, autocomplete="given-name"
    )


def icon_names() -> list[str]:
    """What the sprite holds."""
    return re.findall(r'<symbol id="([a-z]+)"', (Path(__file__).parent / "static/ui/icons.svg").read_text())


def cards() -> list[Card]:
    """Results: open, closing soon, closed for now and stale, unknown and in another language."""
    return [
        Card(
            name="Tuesday Night Recovery Circle",
            url="#one",
            anchor="one",
            number=1,
            organization="Clacton Peer Support",
            kinds=["Peer group", "Alcohol, drugs and recovery"],
            open_state="now",
            open_line="Open now until 21:00",
            distance="0.8 miles",
            locality="Clacton-on-Sea",
            facts=[FREE, STEP_FREE, NO_REFERRAL],
            why="Matches “evening peer group”. Led by people who have been there.",
            confirmed="Confirmed 3 weeks ago by the people who run it",
        ),
        Card(
            name="Harwich Community Fridge",
            url="#two",
            anchor="two",
            number=2,
            organization="Harwich Town Council",
            kinds=["Food and essentials"],
            open_state="soon",
            open_line="Closes soon, at 16:00",
            distance="9.2 miles",
            locality="Dovercourt",
            facts=[FREE],
            summary="Take what you need, leave what you can. No questions asked.",
            confirmed="Confirmed yesterday",
        ),
        Card(
            name="Walton Memory Café",
            url="#three",
            anchor="three",
            number=3,
            kinds=["Older people"],
            open_state="paused",
            open_line="Closed for now, back on Mon 7 Dec",
            locality="Walton-on-the-Naze",
            facts=[STEP_FREE],
            stale="Not confirmed since March 2025. Ring before you go.",
        ),
        Card(
            name="مجموعة النساء",
            url="#four",
            anchor="four",
            number=4,
            organization="Tendring Welcome",
            kinds=["New to the country"],
            open_state="closed",
            open_line="Opens Tue 19:00",
            facts=[FREE, ONLINE],
            language="ar",
            confirmed="Confirmed 2 months ago",
        ),
        Card(name="A" + "very" * 30 + "longname", url="#five", anchor="five", number=5, open_line="Opening hours not known"),
    ]


def pins() -> list[Pin]:
    """Five places, two of them on one another."""
    return [
        Pin(number=1, label="Tuesday Night Recovery Circle", x=120, y=205, url="#one", note="0.8 miles"),
        Pin(number=2, label="Harwich Community Fridge", x=285, y=60, url="#two", note="9.2 miles"),
        Pin(number=3, label="Walton Memory Café", x=262, y=150, url="#three", note="6.1 miles"),
        Pin(number=4, label="Women's group", x=128, y=198, url="#four", note="1 mile"),
        Pin(number=5, label="A place with a long name", x=52, y=120, url="#five", note="4.4 miles"),
    ]


def drawn_charts() -> list[charts.Chart]:
    """One of each kind."""
    ring = [(0.0, 1.0), (0.9, 0.4), (0.6, -0.8), (-0.6, -0.8), (-0.9, 0.4), (0.1, 0.1)]
    people = [(x + turn * 3, y + (turn % 2)) for turn in range(6) for x, y in ring]
    return [
        charts.bars(
            [
                charts.Bar(label="Women", value=52, shown="52 of 100", low=47, high=57, mark=51, cells=("51 of 100",)),
                charts.Bar(label="Under 30", value=18, shown="18 of 100", low=14, high=23, mark=24, cells=("24 of 100",)),
            ],
            title="The panel beside the town",
            description="A bar for each group of people, with a mark for the town.",
            heading=("People", "Panel", "Town"),
            range_label="Where it would be in most draws",
            mark_label="The town",
            full=100,
        ),
        charts.shares(
            [
                charts.Stack("New trees along the main street", (500, 300, 100), ("£500", "£300", "£100"), "£900"),
                charts.Stack("A bench", (100, 150, 50), ("£100", "£150", "£50"), "£300"),
            ],
            groups=("Under 30", "30 to 59", "60 and over"),
            title="Who paid for which project",
            description="A bar for each project, cut into three groups of voters.",
            heading=("Project", "Cost"),
        ),
        charts.flow(
            [("New trees along the main street", 300, "£300"), ("A bench", 120, "£120"), ("Not spent", 20, "£20")],
            source="Voters for the swimming pool",
            total="£440",
            title="Where their money went",
            description="Ribbons from the voters to what they paid for.",
            heading=("Project", "Money"),
        ),
        charts.chances(
            [0.06] * 60 + [0.1] * 30 + [0.3] * 10,
            title="Each person's chance",
            description="People from the smallest chance to the greatest.",
            heading=("Chance", "People"),
            lines=[charts.Line(0.096, "If all were alike: 9.6%"), charts.Line(0.06, "The smallest can't be above 6%")],
            ends=("Smallest", "Greatest"),
        ),
        charts.dots(
            people,
            [place // 6 for place in range(36)],
            groups=["The gardeners", "The walkers", "The singers", "The cooks", "The readers", "The menders"],
            title="A map of opinions",
            description="Six groups, side by side.",
            heading=("Group", "People"),
            others="In no group",
        ),
    ]


def everything() -> dict:
    """The context of the gallery page."""
    wrong = SuggestionForm(
        {"name": "x" * 90, "began_on_0": "31", "began_on_1": "2", "began_on_2": "2025", "people": "many", "email": "nobody"}
    )
    return {
        "now": timezone.now(),
        "cards": cards(),
        "chips": [FREE, STEP_FREE, ONLINE, NO_REFERRAL],
        "choices": [
            Link(label="Tonight", url="#a", icon="clock", current=True),
            Link(label="Tomorrow", url="#b"),
            Link(label="This week", url="#c"),
        ],
        "tiles": [
            Link(label="Food and essentials", url="#a", icon="food", note="34 nearby"),
            Link(label="Alcohol, drugs and recovery", url="#b", icon="recovery", note="12 nearby"),
            Link(label="Mental health", url="#c", icon="mind", note="21 nearby"),
            Link(label="Company and friendship", url="#d", icon="people", note="48 nearby"),
            Link(label="Gardens and nature", url="#e", icon="leaf", note="9 nearby"),
            Link(label="Money and debt", url="#f", icon="money", note="15 nearby"),
        ],
        "groups": [
            FilterGroup(
                legend="When",
                single=True,
                choices=[
                    Choice(name="open", value="", label="Any time", chosen=True),
                    Choice(name="open", value="now", label="Open now", count=12),
                    Choice(name="open", value="evening", label="In the evening", count=7),
                ],
            ),
            FilterGroup(
                legend="Language",
                menu=True,
                choices=[
                    Choice(name="language", value="", label="Any language", chosen=True),
                    Choice(name="language", value="pl", label="Polish"),
                ],
            ),
            FilterGroup(
                legend="What matters to you",
                choices=[
                    Choice(name="free", value="1", label="Free", count=31, chosen=True),
                    Choice(name="step_free", value="1", label="Step-free", count=18),
                    Choice(name="no_referral", value="1", label="No referral needed", count=24),
                ],
            ),
        ],
        "kept": [("q", "peer group")],
        "page": Paginator(range(95), 20).page(2),
        "answers": [
            Answer(label="Name", value="Jaywick Sands Happy Club", change_url="#name"),
            Answer(label="What happens there", value="Tea, a quiz and a chat.\nBring nothing.", change_url="#about"),
            Answer(label="Website", value="www.example.org", url="https://www.example.org"),
        ],
        "days": [
            OpenDay(day="Monday", hours="10:00 to 16:00"),
            OpenDay(day="Tuesday", hours="10:00 to 12:00, 19:00 to 21:00", today=True),
            OpenDay(day="Wednesday", hours="Closed"),
            OpenDay(day="Thursday", hours="10:00 to 16:00", note="by appointment"),
        ],
        "map": drawings.draw_map(
            pins(),
            metres_per_unit=60,
            landmarks=[Landmark(name="Clacton-on-Sea", x=70, y=236), Landmark(name="Harwich", x=268, y=36)],
            you=(105, 180),
            outline="M0 0H330L345 40L300 90L290 160L230 205L110 250L0 262Z",
        ),
        "bars": [
            Bar(label="Food and essentials", value=34, shown="34 places"),
            Bar(label="Mental health", value=21, shown="21 places"),
            Bar(label="Housing and homelessness", value=3, shown="3 places"),
        ],
        "charts": drawn_charts(),
        "tabs": [
            Link(label="List", url="#list", current=True),
            Link(label="Map", url="#map", icon="pin"),
            Link(label="Print", url="#print", icon="print"),
        ],
        "crumbs": [Link(label="Tendring", url="/"), Link(label="Alcohol, drugs and recovery", url="#category")],
        "suggestions": [Link(label="Look in the whole district", url="#wider"), Link(label="Any day of the week", url="#any")],
        "fresh": SuggestionForm(prefix="fresh"),
        "wrong": wrong,
        "question": NameForm(prefix="question"),
        "directions": mark_safe("<p>A <strong>number 5 bus</strong> stops outside. The door is on the left.</p>"),  # noqa: S308 (our own words)
        "icon_names": icon_names(),
        "day": date(2025, 3, 4),
    }
