"""What narrows a list: filters with counts, chips of what is chosen, presets, orders, and ways to loosen."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from trellis.core.search.query import MILE, Found
from trellis.core.ui.parts import Choice, FilterGroup, Link
from trellis.core.ui.words import distance, when
from trellis.interfaces.web.asking import Asked
from trellis.interfaces.web.choices import DAYS, FILTERS, ORDER_NAMES, PARTS_OF_DAY, PRESETS, WITHIN_MILES
from trellis.interfaces.web.where import Where

MOST_LANGUAGES = 12
HOURS_OFFERED = range(7, 23)


def filter_groups(asked: Asked, found: Found, where: Where) -> list[FilterGroup]:
    """Every filter with the number of results that each choice would leave; choices that lead nowhere are left out unless chosen."""
    groups = [_orders(asked, where), _days(asked), _times(asked)]
    if where.position:
        groups.append(_distances(asked))
    for facet, rule in FILTERS.items():
        counts = found.facets.get(facet, {})
        values = _by_count(counts) if facet == "language" else list(rule.values)
        values += [value for value in asked.filters.get(facet, ()) if value not in values]
        choices = [
            Choice(name=facet, value=value, label=rule.label(value), count=counts.get(value, 0), chosen=asked.has(facet, value))
            for value in values
            if counts.get(value) or asked.has(facet, value)
        ]
        if choices:
            groups.append(FilterGroup(legend=str(rule.legend), choices=choices))
    return groups


def _orders(asked: Asked, where: Where) -> FilterGroup:
    """Nearest needs somewhere to be near to."""
    choices = [
        Choice(name="sort", value="" if code == "best" else code, label=str(label), chosen=asked.order == code)
        for code, label in ORDER_NAMES.items()
        if code != "near" or where.position
    ]
    return FilterGroup(legend=_("Order"), choices=choices, single=True, menu=True)


def _days(asked: Asked) -> FilterGroup:
    choices = [Choice(name="open", value="", label=_("Any day"), chosen=not asked.day)]
    choices += [Choice(name="open", value=code, label=str(label), chosen=asked.day == code) for code, label in DAYS.items()]
    return FilterGroup(legend=_("When"), choices=choices, single=True, menu=True)


def _times(asked: Asked) -> FilterGroup:
    offered = {"": _("Any time of day"), **PARTS_OF_DAY, **{f"{hour:02}:00": f"{hour:02}:00" for hour in HOURS_OFFERED}}
    if asked.time:
        offered.setdefault(asked.time, asked.time)
    choices = [Choice(name="time", value=value, label=str(label), chosen=asked.time == value) for value, label in offered.items()]
    return FilterGroup(legend=_("At what time"), choices=choices, single=True, menu=True)


def _distances(asked: Asked) -> FilterGroup:
    choices = [Choice(name="within", value="", label=_("Any distance"), chosen=asked.within is None)]
    choices += [
        Choice(name="within", value=str(miles), label=distance(miles * MILE), chosen=asked.within == miles) for miles in WITHIN_MILES
    ]
    return FilterGroup(legend=_("How far"), choices=choices, single=True, menu=True)


def _by_count(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda value: (-counts[value], value))[:MOST_LANGUAGES]


def chosen_chips(asked: Asked, path: str, where: Where) -> list[Link]:
    """What is chosen, each as a link to the same question without it."""
    chips = []
    if asked.near and where.name:
        chips.append(Link(label=_("Near %(place)s") % {"place": where.name}, url=asked.address(path, near="", within=None)))
    elif asked.position:
        chips.append(Link(label=_("Near me"), url=asked.address(path, position=None, within=None)))
    if asked.within:
        chips.append(
            Link(label=_("Within %(distance)s") % {"distance": distance(asked.within * MILE)}, url=asked.address(path, within=None))
        )
    if asked.day:
        chips.append(Link(label=str(DAYS[asked.day]), url=asked.address(path, day="")))
    if asked.on:
        chips.append(Link(label=when(asked.on), url=asked.address(path, on=None)))
    if asked.time:
        chips.append(Link(label=str(PARTS_OF_DAY.get(asked.time, asked.time)), url=asked.address(path, time="")))
    for facet, values in asked.filters.items():
        rule = FILTERS[facet]
        chips += [Link(label=rule.chip_label(value), url=asked.without(facet, value).address(path)) for value in values]
    return chips


def chips_beside_presets(asked: Asked, path: str, where: Where) -> list[Link]:
    """The chips without those that the presets show already as pressed."""
    shown_pressed = {link.label for link in presets(asked, path) if link.current}
    return [chip for chip in chosen_chips(asked, path, where) if chip.label not in shown_pressed]


def presets(asked: Asked, path: str) -> list[Link]:
    """The filters most people want, one tap each; a second tap takes them off."""
    links = []
    for name, value, label, icon in PRESETS:
        if name == "open":
            on = asked.day == value
            url = asked.address(path, day="" if on else value, on=None, time="")
        else:
            on = asked.has(name, value)
            url = (asked.without(name, value) if on else asked.with_filter(name, value)).address(path)
        links.append(Link(label=str(label), url=url, icon="check" if on else icon, current=on))
    return links


def loosened(asked: Asked) -> list[tuple[str, Asked]]:
    """The same question with one condition less, each with the words for it, the narrowest condition first."""
    ways: list[tuple[str, Asked]] = []
    if asked.says_when:
        ways.append((_("At any time"), replace(asked, day="", on=None, time="", page=1)))
    if asked.within:
        ways.append((_("At any distance"), replace(asked, within=None, page=1)))
    for facet, values in asked.filters.items():
        rule = FILTERS[facet]
        for value in values:
            ways.append((_("Without “%(filter)s”") % {"filter": rule.chip_label(value)}, asked.without(facet, value)))
    if asked.near:
        ways.append((_("Anywhere"), replace(asked, near="", within=None, page=1)))
    if asked.words and (asked.filters or asked.says_when or asked.near):
        ways.append((_("Only the words “%(words)s”") % {"words": asked.words}, Asked(words=asked.words)))
    if asked.words:
        ways.append((_("Everything, without the words"), replace(asked, words="", page=1)))
    return ways
