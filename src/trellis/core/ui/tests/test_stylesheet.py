"""The stylesheet: small, legible in both schemes, and the same from the right as from the left."""

import re
from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).parent.parent / "static/ui"
CSS = (STATIC / "trellis.css").read_text()
PLAIN = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)


def tokens(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\n *\}", PLAIN, flags=re.S)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_formula_on_known_pairs():
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


GROUNDS = ("paper", "card", "sunk")
TEXT = [
    *((words, ground) for words in ("ink", "soft", "link", "clay", "berry") for ground in GROUNDS),
    *((words, ground) for words in ("ink", "link") for ground in ("leaf-pale", "clay-pale", "berry-pale")),
    ("soft", "leaf-pale"),
    ("on-leaf", "leaf"),
    ("on-leaf", "leaf-deep"),
    ("on-clay", "clay"),
    ("card", "berry"),
    ("paper", "ink"),
    ("on-bar", "bar"),
    ("bar-soft", "bar"),
    ("on-sun", "sun"),
]
CONTROLS = [
    *(("edge", ground) for ground in GROUNDS),
    *(("berry", ground) for ground in GROUNDS),
    ("leaf", "paper"),
    ("leaf", "card"),
    ("clay", "clay-pale"),
    ("berry", "berry-pale"),
    ("sun", "bar"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_text_stands_out(scheme, words, ground):
    colours = tokens(scheme)
    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), CONTROLS)
def test_controls_stand_out(scheme, mark, ground):
    colours = tokens(scheme)
    assert contrast(colours[mark], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_shows_on_every_ground(scheme):
    """The ring is yellow with ink around it: one of the two always stands out."""
    colours = tokens(scheme)
    for ground in (*GROUNDS, "bar"):
        assert max(contrast(colours["sun"], colours[ground]), contrast(colours["ink"], colours[ground])) >= 3, ground


@pytest.mark.parametrize(("name", "budget"), [("trellis.css", 10_000), ("trellis.js", 2_000), ("icons.svg", 3_000)])
def test_weight_over_the_wire(name, budget):
    assert len(brotli.compress((STATIC / name).read_bytes())) < budget


def test_only_logical_properties():
    declared = set(re.findall(r"[{;]\s*([a-z-]+)\s*:", PLAIN))
    physical = {name for name in declared if re.search(r"(^|-)(left|right|top|bottom)(-|$)", name)} | declared & {
        "width",
        "height",
        "float",
        "clear",
    }
    physical |= {name for name in declared if re.fullmatch(r"(min|max)-(width|height)", name)}
    assert physical == set()
    assert re.findall(r":\s*(?:left|right)\s*[;}]", PLAIN) == []
    four_sided = re.findall(r"(?:^|[\s;{])(?:margin|padding|inset): ([^;}]+)[;}]", PLAIN)
    lopsided = [sides for sides in four_sided if len(sides.split()) == 4 and sides.split()[1] != sides.split()[3]]
    assert lopsided == []


def test_nothing_from_elsewhere():
    assert "http" not in PLAIN and "@import" not in PLAIN and "url(" not in PLAIN


def test_every_colour_is_a_token():
    """Outside the tokens a colour has no name, and would not change with the scheme."""
    rules = re.sub(r":root \{.*?\}", "", PLAIN, flags=re.S)
    assert re.findall(r"#[0-9a-f]{3,8}\b", rules) == []


def test_every_token_used_exists():
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", PLAIN)) <= set(re.findall(r"--([a-z0-9-]+):", PLAIN))
