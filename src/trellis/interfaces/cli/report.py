"""A report as one HTML file: sentences, pictures and tables. It asks nobody for anything, runs nothing, and can be kept or printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from trellis.core import ui
from trellis.core.ui.charts import Chart, Table
from trellis.core.ui.charts.lettering import escape

STYLESHEET = Path(ui.__file__).parent / "static/ui/trellis.css"
RULES_FOR_THE_BROWSER = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The content security policy: even if words slipped through as markup, nothing could be asked for or run."""

MOST_ROWS = 12
"""A longer table beside a picture is folded, or nobody on a small screen would come to the end of the page."""

IN_NUMBERS = "The same in numbers"


@dataclass(frozen=True)
class Section:
    """A part of a report: a heading, sentences, then a picture with its table, or a table alone, or both.

    `listed` are lines below the sentences, in `columns` if they are as short as names. With `fold` the picture and the table
    open behind these words. A section that is `part_of_the_last` has a smaller heading and is not listed at the top.
    """

    heading: str
    sentences: Sequence[str] = ()
    chart: Chart | None = None
    table: Table | None = None
    listed: Sequence[str] = ()
    columns: bool = False
    fold: str = ""
    part_of_the_last: bool = False


def write_report(
    path: str | Path,
    *,
    title: str,
    lead: str,
    sections: Sequence[Section],
    contents: str = "On this page",
    language: str = "en",
    direction: str = "ltr",
) -> None:
    """Write a report to a file that needs nothing else. Raises OSError if it can't be written."""
    html = report_html(title=title, lead=lead, sections=sections, contents=contents, language=language, direction=direction)
    Path(path).write_text(html, encoding="utf-8")


def report_html(*, title: str, lead: str, sections: Sequence[Section], contents: str, language: str, direction: str) -> str:
    """The page as text. Every word is escaped; only what charts and tables draw is markup."""
    numbered = list(enumerate(sections, 1))
    links = "\n".join(
        f'<li><a href="#part-{number}">{escape(each.heading)}</a></li>' for number, each in numbered if not each.part_of_the_last
    )
    parts = "\n".join(_section(each, number) for number, each in numbered)
    return f"""<!doctype html>
<html lang="{escape(language)}" dir="{escape(direction)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{RULES_FOR_THE_BROWSER}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>
{_stylesheet()}</style>
</head>
<body>
<main>
<div class="wrap">
<h1>{escape(title)}</h1>
<p class="lede">{escape(lead)}</p>
<nav class="no-print" aria-label="{escape(contents)}"><ul class="plain">
{links}
</ul></nav>
{parts}
</div>
</main>
</body>
</html>
"""


def _section(section: Section, number: int) -> str:
    shown = "\n".join([*([_chart(section.chart)] if section.chart else []), *([section.table.html()] if section.table else [])])
    if section.fold and shown:
        shown = f'<details class="fold"><summary>{escape(section.fold)}</summary><div class="fold__inside">{shown}</div></details>'
    sentences = "\n".join(f"<p>{escape(sentence)}</p>" for sentence in section.sentences)
    name, size = f"part-{number}", "h3" if section.part_of_the_last else "h2"
    heading = f'<{size} id="{name}">{escape(section.heading)}</{size}>'
    return f'<section aria-labelledby="{name}">\n{heading}\n{sentences}\n{_listed(section)}\n{shown}\n</section>'


def _chart(chart: Chart) -> str:
    return chart.html(fold=IN_NUMBERS if len(chart.table.rows) > MOST_ROWS else "")


def _listed(section: Section) -> str:
    if not section.listed:
        return ""
    lines = "\n".join(f"<li>{escape(line)}</li>" for line in section.listed)
    kind = ' class="columns"' if section.columns else ""
    return f"<ul{kind}>\n{lines}\n</ul>"


@lru_cache(maxsize=1)
def _stylesheet() -> str:
    """The design system's own, so that a report looks like the place it comes from, in the dark and on paper too."""
    return STYLESHEET.read_text(encoding="utf-8")
