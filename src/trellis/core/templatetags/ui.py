"""Tags and filters of the design system: {% load ui %}."""

import json
import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from trellis.core.ui import drawings, words
from trellis.core.ui.cards import card_html
from trellis.core.ui.charts import Chart
from trellis.core.ui.fields_shown import ShownField, problems, shown
from trellis.core.ui.parts import Card

register = template.Library()

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "prs", "ps", "sd", "syr", "ug", "ur", "yi"}


@lru_cache(maxsize=128)
def _icon(name: str) -> SafeString:
    return format_html('<svg class="icon icon--{}" aria-hidden="true"><use href="{}#{}"/></svg>', name, static("ui/icons.svg"), name)


@receiver(setting_changed)
def _forget(**_kwargs) -> None:
    _icon.cache_clear()


class IconNode(template.Node):
    """The tag `icon`, leaner than a simple tag because a page of results has eighty of them."""

    def __init__(self, name: template.base.FilterExpression):
        self.name = name

    def render(self, context) -> SafeString:
        return _icon(self.name.resolve(context))


@register.tag
def icon(parser, token) -> IconNode:
    """{% icon "clock" %}: a drawing from the sprite. Always decoration: the words beside it carry the meaning."""
    bits = token.split_contents()
    if len(bits) != 2:
        raise template.TemplateSyntaxError('icon takes one name, as in {% icon "clock" %}')
    return IconNode(parser.compile_filter(bits[1]))


@register.simple_tag
def result_cards(cards) -> SafeString:
    """Every card of a list, or one: <ol class="cards">{% result_cards cards %}</ol>."""
    listed = [cards] if isinstance(cards, Card) else cards
    return SafeString("\n".join(card_html(card, icon=_icon, in_language=in_language) for card in listed))


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form, extra: str = "") -> dict:
    """Says "There is a problem", with a link to each field, or nothing. Takes a form set too; `extra` is one more sentence."""
    found = [{"message": str(extra), "target": ""}] if extra else []
    if hasattr(form, "non_form_errors"):
        found += [{"message": str(error), "target": ""} for error in (form.non_form_errors() if form.is_bound else ())]
        return {"problems": found + [problem for each in form.forms for problem in problems(each)]}
    return {"problems": found + problems(form)}


@register.inclusion_tag("ui/parts/field.html")
def field(bound_field, legend_level: int = 0) -> dict:
    """Label, hint, error and control of one field. legend_level=1 makes its label the page's heading."""
    return {"field": ShownField(bound_field), "legend_level": legend_level}


@register.inclusion_tag("ui/parts/fields.html")
def fields(form) -> dict:
    """Every field of the form in its order, hidden ones too."""
    return {"hidden": form.hidden_fields(), "fields": shown(form)}


@register.inclusion_tag("ui/parts/bar.html")
def bar_chart(bars, title: str, unit: str = "") -> dict:
    """A bar chart of Bar objects with the table that says the same."""
    return {"chart": drawings.draw_bars(list(bars)), "title": title, "unit": unit}


@register.inclusion_tag("ui/parts/map.html")
def point_map(drawn: drawings.Map, title: str, description: str = "") -> dict:
    """A map made with drawings.draw_map, with the table of its pins."""
    return {"map": drawn, "title": title, "description": description}


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """A picture made with trellis.core.ui.charts, with its table beside it."""
    return SafeString(drawn.html())  # noqa: S308 (the charts escape every word)


@register.filter
def clock(moment) -> str:
    """The hour on the clocks of the place: "19:00"."""
    return words.clock(moment) if moment else ""


@register.filter
def when(moment) -> str:
    """Says "today 19:00", "Tue 24 Nov, 19:00", on the clocks of the place."""
    return words.when(moment or None)


@register.filter
def ago(moment) -> str:
    """Says "3 weeks ago"."""
    return words.ago(moment or None)


@register.filter
def distance(metres) -> str:
    """Metres as "0.8 miles" or "1.3 km"."""
    return words.distance(None if metres == "" else metres)


@register.filter
def day_name(weekday) -> str:
    """0 is Monday."""
    return words.day_name(weekday)


@register.filter
def money(minor, currency: str = "") -> str:
    """Minor units with the sign of the currency: {{ 1250|money:"GBP" }}."""
    return words.money(None if minor == "" else minor, currency)


@register.filter
def phone_link(number) -> SafeString:
    """A number one can press to call; plain text when it is not a number."""
    number = str(number or "")
    address = words.phone_address(number, getattr(settings, "PLACE_COUNTRY", "GB"))
    if not address:
        return format_html("{}", number)
    return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', address, number)


@register.filter
def safe_address(address) -> str:
    """The address if one may link to it, else "": for addresses that other people wrote."""
    return words.web_address(address)


@register.filter
def web_link(address) -> SafeString:
    """A website as a link that shows where it leads, without https:// and the last slash; plain text if it is no web address."""
    shown = str(address or "").strip()
    target = words.web_address(shown)
    for start in ("https://", "http://", "mailto:"):
        shown = shown.removeprefix(start)
    if not target:
        return format_html("{}", shown)
    return format_html('<a href="{}" rel="noopener nofollow"><bdi dir="ltr">{}</bdi></a>', target, shown.removesuffix("/"))


@register.filter
def linked_data(data) -> SafeString:
    """Facts for search engines as JSON-LD, nothing for None: {{ linked|linked_data }}. A block of data, which no browser runs."""
    if not data:
        return SafeString("")
    text = json.dumps(data, ensure_ascii=False).translate({ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"})
    return SafeString(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)


@register.filter
def in_language(thing) -> SafeString:
    """` lang="cy" dir="ltr"` when the thing (or code) is in another language than the page: <p{{ service|in_language }}>."""
    code = thing if isinstance(thing, str) else getattr(thing, "language", "")
    if not code or not LANGUAGE_TAG.fullmatch(code):
        return SafeString("")
    here = get_language() or settings.LANGUAGE_CODE
    if code == here:
        return SafeString("")
    direction = "rtl" if code.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    return format_html(' lang="{}" dir="{}"', code, direction)
