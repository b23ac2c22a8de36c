"""Where to turn at once: the national lines of the place's country, from a data file with the day it was last checked."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HEADINGS = {
    "danger": gettext_lazy("In danger now"),
    "mind": gettext_lazy("Low, anxious, or thinking of ending your life"),
    "young": gettext_lazy("For children and young people"),
    "safety": gettext_lazy("Afraid of somebody at home"),
    "recovery": gettext_lazy("Drink and drugs"),
    "housing": gettext_lazy("Nowhere to sleep"),
}
ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line to call or to text. Its words stand in the country's file in English, and are translated with all the others."""

    name: str
    about: str
    phone: str = ""
    text: str = ""
    url: str = ""
    hours: str = ""
    free: bool = False

    @property
    def always(self) -> bool:
        return self.hours == ALWAYS

    @property
    def name_shown(self) -> str:
        return _(self.name)

    @property
    def about_shown(self) -> str:
        return _(self.about)

    @property
    def hours_shown(self) -> str:
        return _("Day and night") if self.always else _(self.hours) if self.hours else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines for one kind of trouble."""

    code: str
    lines: tuple[Line, ...]

    @property
    def heading(self) -> str:
        return str(HEADINGS.get(self.code, self.code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signposts:
    """All lines of a country, and when somebody last checked them."""

    checked_on: date
    groups: tuple[Group, ...]


def signposts() -> Signposts | None:
    """The signposts of the place's country, or None where nobody has gathered any."""
    return _read(settings.PLACE_COUNTRY)


@lru_cache(maxsize=8)
def _read(country: str) -> Signposts | None:
    if not (len(country) == 2 and country.isalpha() and country.isascii()):
        return None
    file = files("trellis.data") / "signposts" / f"{country.upper()}.toml"
    if not file.is_file():
        return None
    plain = tomllib.loads(file.read_text(encoding="utf-8"))
    groups = [Group(code=group["code"], lines=tuple(Line(**line) for line in group["line"])) for group in plain["group"]]
    return Signposts(checked_on=plain["checked"], groups=tuple(groups))
