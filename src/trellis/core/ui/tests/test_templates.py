"""Templates: no inline style or script, every word translatable, every value escaped, every icon drawn."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from trellis.core.ui import drawings, gallery
from trellis.core.ui.parts import Answer, Bar, Card, Choice, Fact, FilterGroup, Landmark, Link, OpenDay, Pin
from trellis.core.ui.tests.naughty import NAUGHTY
from trellis.core.ui.tests.shape import shape

TEMPLATES = Path(__file__).parent.parent / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
PARTS = sorted((TEMPLATES / "ui/parts").glob("*.html"))


def rendered(source: str, address: str = "/somewhere/?q=tea&page=2", **context) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context, RequestFactory().get(address))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_inline_style_or_script(file):
    source = file.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", source)
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nothing_from_elsewhere(file):
    assert not re.search(r'(src|href|action)="(https?:)?//', file.read_text())


@pytest.mark.parametrize("file", PARTS, ids=lambda file: file.name)
def test_parts_say_what_they_need(file):
    assert re.search(r"\{#.*Context: |\{% comment %\}.*Context: ", file.read_text(), flags=re.S)


@pytest.mark.parametrize("file", [file for file in FILES if file.name != "gallery.html"], ids=lambda file: file.name)
def test_words_are_translatable(file):
    source = re.sub(
        r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|\{% blocktranslate.*?endblocktranslate %\}", "", file.read_text(), flags=re.S
    )
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<!doctype html>", "", source, flags=re.S)
    words = re.sub(r"<[^>]*>", " ", source)
    assert re.findall(r"[A-Za-z]{2,}", words) == []
    assert re.findall(r'(?:aria-label|title|alt|placeholder)="[A-Za-z]', source) == []


def test_every_icon_used_is_drawn():
    drawn = set(gallery.icon_names())
    used = {name for file in FILES for name in re.findall(r'\{% icon "([a-z]+)" %\}', file.read_text())}
    assert used <= drawn


def test_icon():
    assert (
        rendered('{% icon "clock" %}') == '<svg class="icon icon--clock" aria-hidden="true"><use href="/static/ui/icons.svg#clock"/></svg>'
    )


SAMPLES = {
    "card": (
        '{% include "ui/parts/card.html" %}',
        lambda text: {
            "card": Card(
                name=text,
                url=text,
                anchor=text,
                organization=text,
                kinds=[text],
                why=text,
                summary=text,
                distance=text,
                locality=text,
                open_line=text,
                open_state=text,
                facts=[Fact(label=text, icon=text)],
                confirmed=text,
                language="cy",
            )
        },
    ),
    "stale card": ('{% include "ui/parts/card.html" %}', lambda text: {"card": Card(name=text, url="/", stale=text)}),
    "chips": (
        '{% include "ui/parts/chips.html" %}',
        lambda text: {"chips": [Fact(label=text), Link(label=text, url=text, icon="pin")], "label": text},
    ),
    "tiles": ('{% include "ui/parts/tiles.html" %}', lambda text: {"tiles": [Link(label=text, url=text, note=text)]}),
    "tabs": ('{% include "ui/parts/tabs.html" %}', lambda text: {"tabs": [Link(label=text, url=text, current=True)], "label": text}),
    "breadcrumbs": ('{% include "ui/parts/breadcrumbs.html" %}', lambda text: {"crumbs": [Link(label=text, url=text)]}),
    "back": ('{% include "ui/parts/back.html" %}', lambda text: {"url": text, "label": text}),
    "banner": (
        '{% include "ui/parts/banner.html" %}',
        lambda text: {"heading": text, "text": text, "tone": "error", "url": text, "label": text},
    ),
    "message": ('{% include "ui/parts/message.html" %}', lambda text: {"message": Message(constants.ERROR, text)}),
    "confirmation": ('{% include "ui/parts/confirmation.html" %}', lambda text: {"heading": text, "text": text, "code": text}),
    "details": ('{% include "ui/parts/details.html" %}', lambda text: {"summary": text, "text": "<" + text}),
    "empty": (
        '{% include "ui/parts/empty.html" %}',
        lambda text: {"heading": text, "text": text, "suggestions": [Link(label=text, url=text)]},
    ),
    "stale": ('{% include "ui/parts/stale.html" %}', lambda text: {"text": text}),
    "print header": ('{% include "ui/parts/print_header.html" %}', lambda text: {"title": text, "now": date(2026, 11, 22)}),
    "near me": ('{% include "ui/parts/near_me.html" %}', lambda text: {"clears": text}),
    "hours": ('{% include "ui/parts/hours.html" %}', lambda text: {"days": [OpenDay(day=text, hours=text, note=text)], "caption": text}),
    "summary list": (
        '{% include "ui/parts/summary_list.html" %}',
        lambda text: {"answers": [Answer(label=text, value=text, change_url=text)]},
    ),
    "filters": (
        '{% include "ui/parts/filters.html" %}',
        lambda text: {
            "groups": [FilterGroup(legend=text, choices=[Choice(name=text, value=text, label=text, count=3)])],
            "action": text,
            "kept": [(text, text)],
            "n_chosen": 2,
        },
    ),
    "pagination": ('{% include "ui/parts/pagination.html" %}', lambda _text: {"page": Paginator(range(60), 20).page(2)}),
    "map": (
        "{% point_map map title title %}",
        lambda text: {
            "map": drawings.draw_map(
                [Pin(number=1, label=text, x=10, y=10, url=text, note=text)], landmarks=[Landmark(name=text, x=1, y=2)], outline=text
            ),
            "title": text,
        },
    ),
    "bars": ("{% bar_chart bars title title %}", lambda text: {"bars": [Bar(label=text, value=2, shown=text)], "title": text}),
}
EMPTY_CHANGES_SHAPE = [text for text in NAUGHTY if text]


@pytest.mark.parametrize("part", SAMPLES)
def test_naughty_strings_stay_words(part):
    source, context = SAMPLES[part]
    expected = [tag for tag in shape(rendered(source, **context("words"))) if tag[0] != "path"]
    for text in EMPTY_CHANGES_SHAPE:
        found = [tag for tag in shape(rendered(source, **context(text))) if tag[0] != "path"]
        assert found == expected, text


@pytest.mark.parametrize("part", SAMPLES)
def test_empty_words_do_no_harm(part):
    source, context = SAMPLES[part]
    assert rendered(source, **context("")) is not None


def test_pagination_keeps_the_question():
    html = rendered('{% include "ui/parts/pagination.html" %}', "/?q=a%26b&page=2", page=Paginator(range(60), 20).page(2))
    assert 'href="?q=a%26b&amp;page=1"' in html and 'href="?q=a%26b&amp;page=3"' in html and "Page 2 of 3" in html


def test_summary_list_links_only_to_safe_addresses():
    answers = [Answer(label="Website", value="x", url="javascript:alert(1)"), Answer(label="Website", value="y", url="https://example.org")]
    html = rendered('{% include "ui/parts/summary_list.html" %}', answers=answers)
    assert "javascript" not in html and '<a href="https://example.org">y</a>' in html


def test_change_links_say_what_they_change():
    html = rendered('{% include "ui/parts/summary_list.html" %}', answers=[Answer(label="Name", value="x", change_url="/name/")])
    assert '<a href="/name/">Change<span class="visually-hidden"> Name</span></a>' in html


def test_card_says_everything():
    html = rendered('{% include "ui/parts/card.html" %}', card=gallery.cards()[0])
    for words in (
        "Tuesday Night Recovery Circle",
        "Clacton Peer Support",
        "Open now until 21:00",
        "0.8 miles",
        "Free",
        "Step-free",
        "Matches",
        "Confirmed 3 weeks ago",
    ):
        assert words in html
    assert "stale" not in html


def test_stale_card_does_not_look_fresh():
    html = rendered("{% result_cards cards %}", cards=[Card(name="x", url="/", stale="Not confirmed since 2024.", confirmed="Confirmed")])
    assert "Not confirmed since 2024." in html and 'class="confirmed"' not in html
