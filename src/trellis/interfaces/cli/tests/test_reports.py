"""The reports that the three commands write: for a small screen, for everybody, asking nobody, without anybody's id where none belongs."""

import json
import re
from html.parser import HTMLParser

import pytest

from trellis.core.ui.charts import Bar, Table, bars
from trellis.interfaces.cli import opinions_report, panel_report, tally_report
from trellis.interfaces.cli.report import Section, write_report
from trellis.interfaces.cli.tests.opinion_files import TEXTS, write_comments, write_matrix
from trellis.kernels.opinions import opinion_map
from trellis.kernels.opinions.reading import conversation_of, read_comments, read_votes
from trellis.kernels.sortition import Pool, Quota, Quotas
from trellis.kernels.sortition.drawing import draw
from trellis.kernels.sortition.lottery import select
from trellis.kernels.sortition.reading import Population
from trellis.kernels.tally import read_pabulib, tally
from trellis.kernels.tally.explanation import explain

HOSTILE = '<img src="https://example.org/x.png" onerror=alert(1)></style><script>alert(2)</script>&amp;"\u202e'
NAMES = ["Trees along the river", "A bench", HOSTILE.replace(";", ","), "A pond"]


def election(rule: str = "equal-shares"):
    rows = "".join(
        f'p{place};{cost};"{name.replace(chr(34), chr(34) * 2)}"\n'
        for place, (cost, name) in enumerate(zip((400, 300, 500, 250), NAMES, strict=True), 1)
    )
    ballots = ["p1,p2", "p1,p3", "p1,p2,p3", "p2", "p3,p4", "p1"]
    votes = "".join(f"{voter};{ballot}\n" for voter, ballot in enumerate(ballots, 1))
    meta = "META\nkey;value\ndescription;Gardens\nnum_projects;4\nnum_votes;6\nbudget;1000\nvote_type;approval\ncurrency;EUR\n"
    found = read_pabulib(f"{meta}PROJECTS\nproject_id;cost;name\n{rows}VOTES\nvoter_id;vote\n{votes}".encode())
    outcome = tally(found, rule=rule)
    return found, outcome, explain(found, outcome)


def write_tally(folder):
    tally_report.write(folder / "report.html", *election())


def write_panel(folder):
    values = [("woman" if person % 2 else "man", HOSTILE if person % 3 else "town") for person in range(12)]
    pool = Pool(tuple(f"v{person}" for person in range(12)), ("gender", "area"), tuple(values))
    quotas = Quotas(
        (Quota("gender", "woman", 1, 3), Quota("gender", "man", 1, 3), Quota("area", "town", 1, 2), Quota("area", HOSTILE, 1, 3))
    )
    lottery = select(pool, quotas, size=4)
    census = Population({("area", "town"): 90, ("area", HOSTILE): 10})
    panel_report.write(folder / "report.html", pool, quotas, lottery, draw(lottery, seed="4 1 6 6 2"), census)


def write_opinions(folder):
    texts = [HOSTILE, *TEXTS[1:]]
    with open(write_matrix(folder), "rb") as votes, open(write_comments(folder, texts=texts), "rb") as comments:
        conversation = conversation_of(read_votes(votes), read_comments(comments))
    opinions_report.write(folder / "report.html", conversation, opinion_map(conversation))


def write_plain(folder):
    chart = bars([Bar(HOSTILE, 1, HOSTILE)], title=HOSTILE, description=HOSTILE, heading=(HOSTILE, HOSTILE))
    wide = Table(HOSTILE, [HOSTILE] * 9, [[HOSTILE] * 9])
    parts = [Section(HOSTILE, [HOSTILE], chart, wide, listed=[HOSTILE], fold=HOSTILE), Section("More", part_of_the_last=True)]
    write_report(folder / "report.html", title=HOSTILE, lead=HOSTILE, sections=parts, contents=HOSTILE, language="ar", direction="rtl")


WRITERS = {"tally": write_tally, "panel": write_panel, "opinions": write_opinions, "plain": write_plain}


class Markup(HTMLParser):
    """Which elements a page has, with which attributes."""

    def __init__(self):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src", "action", "srcset", "data")]


@pytest.fixture(params=WRITERS.values(), ids=WRITERS)
def report(request, tmp_path):
    request.param(tmp_path)
    return tmp_path / "report.html"


def test_nothing_runs_and_nothing_is_asked_for(report):
    text = report.read_text(encoding="utf-8")
    page = Markup()
    page.feed(text)

    assert not page.tags & {"script", "img", "iframe", "link", "object", "embed", "form"}
    assert not {name for name in page.attributes if name.startswith("on")} | page.attributes & {"style", "src"}
    assert all(link.startswith("#part-") for link in page.links)
    assert "url(" not in text and "@import" not in text
    assert re.search(r'<html lang="(en|ar)" dir="(ltr|rtl)">', text)


@pytest.mark.parametrize("name", ["tally", "panel", "opinions"])
def test_a_picture_has_its_table(name, tmp_path):
    WRITERS[name](tmp_path)

    text = (tmp_path / "report.html").read_text(encoding="utf-8")

    assert text.count('class="chart"') >= 1
    assert text.count("<table>") >= text.count('class="chart"')


def test_the_report_of_a_count_says_who_paid(tmp_path):
    found, outcome, explanation = election()
    tally_report.write(tmp_path / "report.html", found, outcome, explanation)

    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Who paid for which project" in text
    assert "Those that came nearest and are not funded" in text
    for id in outcome.winners:
        facts = explanation.project(id)
        assert facts.chosen == "filled" or sum(share.amount * share.voters for share in facts.payments) == facts.cost


@pytest.mark.parametrize("rule", ["greedy", "phragmen"])
def test_rules_without_shares_say_that_nobody_in_particular_pays(rule, tmp_path):
    tally_report.write(tmp_path / "report.html", *election(rule))

    assert "nobody in particular pays" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_report_of_a_conversation_names_nobody(tmp_path):
    """Ids that can't be taken for a number of votes, so that a search for them finds only ids."""
    matrix = write_matrix(tmp_path)
    heading, *rows = matrix.read_text().splitlines()
    matrix.write_text("\n".join([heading, *(f"{700_000_000 + number},{row.split(',', 1)[1]}" for number, row in enumerate(rows))]) + "\n")
    with open(matrix, "rb") as votes, open(write_comments(tmp_path), "rb") as comments:
        conversation = conversation_of(read_votes(votes), read_comments(comments))
    assert json.dumps(conversation.participants).count("70000") > 100

    opinions_report.write(tmp_path / "report.html", conversation, opinion_map(conversation))

    assert "70000" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_panel_without_its_pool_or_draw_is_reported_too(tmp_path):
    pool = Pool(("a", "b", "c"), ("area",), (("town",), ("town",), ("sea",)))
    lottery = select(pool, Quotas((Quota("area", "town", 1, 1), Quota("area", "sea", 1, 1))), size=2)

    panel_report.write(tmp_path / "report.html", None, None, lottery, None, None)

    assert "Nobody is drawn yet" in (tmp_path / "report.html").read_text(encoding="utf-8")


WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_is_accessible_and_fits_a_small_screen(report, browser, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme, bypass_csp=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(report.as_uri())
    for fold in page.locator("details").all():
        fold.evaluate("each => each.open = true")

    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.chart')].map("
        "each => each.getBoundingClientRect().width / each.viewBox.baseVal.width * 13), 99)"
    )
    context.close()

    assert [f"{each['id']}: {node['html'][:200]}" for each in results.response["violations"] for node in each["nodes"]] == []
    assert wide <= screen
    assert smallest >= 12
    assert asked == [report.as_uri()]
