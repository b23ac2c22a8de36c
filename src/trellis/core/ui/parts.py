"""The shapes that the parts in templates/ui/parts are drawn from. Words arrive here already translated and ready to show."""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Fact:
    """Something true of a result that a person filters by: free, step-free, online."""

    label: str
    icon: str = "check"


@dataclass(slots=True, kw_only=True)
class Card:
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
class Pin:
    """A numbered place on a map, in the map's own units, x from the left and y downward."""

    number: int
    label: str
    x: float
    y: float
    url: str = ""
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Landmark:
    """A name on a map to find one's bearings by."""

    name: str
    x: float
    y: float


@dataclass(slots=True, kw_only=True)
class Bar:
    """One bar of a chart, with the value as it is to be read ("1,400 visits")."""

    label: str
    value: float
    shown: str = ""


@dataclass(slots=True, kw_only=True)
class OpenDay:
    """One line of an opening table."""

    day: str
    hours: str
    today: bool = False
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Answer:
    """One row of a summary list. `rows` of text are shown as lines; change_url adds a Change link."""

    label: str
    value: str
    change_url: str = ""
    url: str = ""
    language: str = ""


@dataclass(slots=True, kw_only=True)
class Choice:
    """One choice of a filter, with the number of results it would leave."""

    name: str
    value: str
    label: str
    count: int | None = None
    chosen: bool = False


@dataclass(slots=True, kw_only=True)
class FilterGroup:
    """A heading with choices below it: check boxes, or radio buttons when only one may be chosen, or one menu when these are many."""

    legend: str
    choices: list[Choice]
    single: bool = False
    menu: bool = False


@dataclass(slots=True, kw_only=True)
class Link:
    """A link in tabs, breadcrumbs or tiles."""

    label: str
    url: str = ""
    icon: str = ""
    current: bool = False
    note: str = ""
