"""A result card as HTML, written out in Python.

A page of results is mostly cards. As a template, twenty of them cost more than the search that found them;
written out they cost a tenth of that. Every value passes through `conditional_escape` here, and nowhere else."""

from collections.abc import Callable

from django.utils.html import conditional_escape as safe
from django.utils.safestring import SafeString

from trellis.core.ui.parts import Card


def card_html(card: Card, *, icon: Callable[[str], str], in_language: Callable[[str], str]) -> SafeString:
    """One `<li class="card">`, for an `<ol class="cards">`."""
    language = in_language(card.language)
    parts = [f'<li class="card" id="{safe(card.anchor)}">' if card.anchor else '<li class="card">']
    if card.kinds:
        parts.append(f'<p class="kinds">{" · ".join(safe(kind) for kind in card.kinds)}</p>')
    number = f"{card.number}. " if card.number else ""
    parts.append(f'<h3>{number}<a class="card__link" href="{safe(card.url)}"><bdi{language}>{safe(card.name)}</bdi></a></h3>')
    if card.organization:
        parts.append(f'<p class="soft"><bdi>{safe(card.organization)}</bdi></p>')
    parts.append(_whereabouts(card, icon))
    if card.summary:
        parts.append(f"<p{language}>{safe(card.summary)}</p>")
    if card.facts:
        facts = "".join(f'<li class="chip">{icon(fact.icon)} {safe(fact.label)}</li>' for fact in card.facts)
        parts.append(f'<ul class="chips">{facts}</ul>')
    if card.why:
        parts.append(f'<p class="why">{safe(card.why)}</p>')
    if card.stale:
        parts.append(f'<p class="stale">{icon("warning")} {safe(card.stale)}</p>')
    elif card.confirmed:
        parts.append(f'<p class="confirmed">{safe(card.confirmed)}</p>')
    parts.append("</li>")
    return SafeString("\n".join(parts))


def _whereabouts(card: Card, icon: Callable[[str], str]) -> str:
    line = f'<span class="open--{safe(card.open_state)}">{icon("clock")} {safe(card.open_line)}</span>' if card.open_line else ""
    where = [safe(card.distance)] if card.distance else []
    if card.locality:
        where += [f"<bdi>{safe(part)}</bdi>" for part in card.locality.split(" · ")]
    if where:
        line += f'<span class="distance">{icon("pin")} <span>{" · ".join(where)}</span></span>'
    return f'<p class="whereabouts">{line}</p>' if line else ""
