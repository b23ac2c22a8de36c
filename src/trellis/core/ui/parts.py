"""The shapes that the parts in templates/ui/parts are drawn from. Words arrive here already translated and ready to show."""

from dataclasses import dataclass, field


class Part:
    """Something a template reads. Templates ask for an item before an attribute; answering the first saves a third of a card's time."""

    __slots__ = ()

    def __getitem__(self, name: str):
        return getattr(self, name)


@dataclass(slots=True, kw_only=True)
class Fact(Part):
    """Something true of a result that a person filters by: free, step-free, online."""

    label: str
    icon: str = "check"


@dataclass(slots=True, kw_only=True)
class Card(Part):
    """One result of a search, for ui/parts/card.html.

    open_state is one of "now", "soon" (closes or opens within the hour), "closed", "unknown", "paused" (closed for now)."""

    name: str
    url: str
    anchor: str = ""
    number: int | None = None
    organization: str = ""
    kinds: list[str] = field(default_factory=list)
    why: str = ""
    summary: str = ""
    distance: str = ""
    locality: str = ""
    open_state: str = "unknown"
    open_line: str = ""
    facts: list[Fact] = field(default_factory=list)
    confirmed: str = ""
    stale: str = ""
    language: str = ""


@dataclass(slots=True, kw_only=True)
class Pin(Part):
    """A numbered place on a map, in the map's own units, x from the left and y downward."""

    number: int
    label: str
    x: float
    y: float
    url: str = ""
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Landmark(Part):
    """A name on a map to find one's bearings by."""

    name: str
    x: float
    y: float


@dataclass(slots=True, kw_only=True)
class Bar(Part):
    """One bar of a chart, with the value as it is to be read ("1,400 visits")."""

    label: str
    value: float
    shown: str = ""


@dataclass(slots=True, kw_only=True)
class OpenDay(Part):
    """One line of an opening table."""

    day: str
    hours: str
    today: bool = False
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Answer(Part):
    """One row of a summary list. `rows` of text are shown as lines; change_url adds a Change link."""

    label: str
    value: str
    change_url: str = ""
    url: str = ""
    language: str = ""


@dataclass(slots=True, kw_only=True)
class Choice(Part):
    """One choice of a filter, with the number of results it would leave."""

    name: str
    value: str
    label: str
    count: int | None = None
    chosen: bool = False


@dataclass(slots=True, kw_only=True)
class FilterGroup(Part):
    """A heading with choices below it: check boxes, or radio buttons when only one may be chosen, or one menu when these are many."""

    legend: str
    choices: list[Choice]
    single: bool = False
    menu: bool = False


@dataclass(slots=True, kw_only=True)
class Link(Part):
    """A link in tabs, breadcrumbs or tiles."""

    label: str
    url: str = ""
    icon: str = ""
    current: bool = False
    note: str = ""
