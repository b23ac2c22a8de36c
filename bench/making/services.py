"""Made-up services, as many as wanted, that behave in a search as real ones do.

Places are drawn by population from the settlements of the United Kingdom, and scattered around them as wide as such a town is. Words
are drawn from the demo place's texts as often as they stand there, so common words are common; "food", "support" and "group" stand in a
fifth of all entries each. The same number and seed give the same services.
"""

import csv
import gzip
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from math import cos, log2, radians, sqrt
from pathlib import Path
from uuid import UUID

from trellis.apps.directory.models.vocabulary import CATEGORIES
from trellis.core.search.documents import Document
from trellis.kernels.hours import Rule

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "trellis"
COMMON = ("food", "support", "group")
NAME_ENDINGS = (
    "group",
    "project",
    "centre",
    "club",
    "service",
    "café",
    "circle",
    "drop-in",
    "meeting",
    "support group",
    "food bank",
    "advice",
)
HOURS = ((540, 1020), (600, 960), (570, 750), (1110, 1200), (1140, 1230), (780, 900), (540, 720), (1080, 1200), (0, 1440), (615, 705))
DAYS = ((0, 1, 2, 3, 4), (1,), (3,), (0, 2, 4), (5,), (6,), (2,), (0,), (1, 3), (0, 1, 2, 3, 4, 5, 6))


def services(number: int, *, seed: int = 1) -> Iterator[Document]:
    """Documents of this many services, each at one place; one in twenty is online or by phone only."""
    chance = random.Random(seed)  # noqa: S311 (no secret is made)
    places = _places()
    place_weights = list(accumulate(population for _name, _latitude, _longitude, population in places))
    vocabulary, word_weights = _vocabulary([name for name, *_ in places])
    categories = tuple(CATEGORIES)
    checked = date(2026, 11, 1)
    for _number in range(number):
        town, latitude, longitude, population = chance.choices(places, cum_weights=place_weights)[0]
        # A town of ten thousand is about two kilometres wide; area grows with people.
        spread = 0.01 * sqrt(max(population, 500) / 10_000)
        latitude += chance.gauss(0, spread)
        longitude += chance.gauss(0, spread / cos(radians(latitude)))
        text = chance.choices(vocabulary, cum_weights=word_weights, k=chance.randrange(15, 60))
        text += [word for word in COMMON if chance.random() < 0.14]
        name = f"{town} {' '.join(chance.choices(vocabulary, cum_weights=word_weights, k=2))} {chance.choice(NAME_ENDINGS)}".title()
        organization = f"{chance.choice(vocabulary)} {chance.choice(('Trust', 'Association', 'Church', 'Community', 'Council'))}".title()
        own = chance.sample(categories, k=chance.choice((1, 1, 2)))
        rules = _rules(chance)
        placeless = chance.random() < 0.05
        cost = chance.choice(("free", "free", "free", "donation", "paid", ""))
        kind = chance.choice(("service", "service", "service", "meeting", "activity"))
        ref = UUID(int=chance.getrandbits(128), version=4)
        yield Document(
            kind="service",
            ref=ref,
            latitude=None if placeless else round(latitude, 5),
            longitude=None if placeless else round(longitude, 5),
            anchor=(latitude, longitude) if placeless else None,
            name=name,
            terms=[str(CATEGORIES[code]) for code in own],
            organization=organization,
            text=" ".join(text),
            facets={
                "kind": [kind],
                "category": own,
                "cost": [cost] if cost else [],
                "step_free": [chance.choice(("yes", "no", "partly"))] if chance.random() < 0.5 else [],
                "referral": [chance.choice(("none", "none", "self", "required"))],
                "attendance": [chance.choice(("online", "phone"))] if placeless else ["in_person"],
                "led_by": [chance.choice(("charity", "residents", "faith", "public", "lived_experience"))],
                "language": ["en", *(["pl"] if chance.random() < 0.05 else [])],
            },
            rules=rules,
            confirmed_on=checked - timedelta(days=chance.randrange(900)),
            quality=chance.randrange(20, 100),
            card={
                "name": name,
                "organization": organization,
                "summary": " ".join(text[:30]).capitalize() + ".",
                "locality": town,
                "address": f"{chance.randrange(1, 200)} High Street, {town}",
                "phone": "01632 960000",
                "cost": cost,
                "kind": kind,
                "categories": own,
                "attendance": ["in_person"],
                "referral": "none",
            },
        )


def towns() -> list[tuple[str, float, float, int]]:
    """The places services are made at: name, latitude, longitude, people."""
    return _places()


def words_by_use() -> list[str]:
    """The words of the texts, the most common first."""
    return [word for word, _ in _counted().most_common()]


def _rules(chance: random.Random) -> tuple[Rule, ...]:
    if chance.random() < 0.1:
        return ()
    opens, closes = chance.choice(HOURS)
    more = {"closed_on_holidays": True} if chance.random() < 0.3 else {}
    if chance.random() < 0.1:
        return (Rule(freq="MONTHLY", nth=((chance.randrange(1, 5), chance.randrange(7)),), opens=opens, closes=closes),)
    return (Rule(weekdays=chance.choice(DAYS), opens=opens, closes=closes, **more),)


def _places() -> list[tuple[str, float, float, int]]:
    with gzip.open(PACKAGE / "data" / "gazetteer" / "places_gb.tsv.gz", "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(row["name"], float(row["latitude"]), float(row["longitude"]), int(row["population"] or 0) or 300) for row in rows]


def _counted() -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in sorted((PACKAGE / "apps" / "directory" / "demo" / "content").rglob("*.toml")):
        counts.update(re.findall(r"[^\W\d_]{2,}", " ".join(_texts(tomllib.loads(path.read_text(encoding="utf-8")))).lower()))
    return counts


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _vocabulary(names: list[str]) -> tuple[list[str], list[float]]:
    """Words and their running weights. Names of places make the long tail of words that stand in few entries."""
    counts = {word: float(number) for word, number in _counted().items()}
    for rank, name in enumerate(names):
        for word in name.lower().split():
            counts.setdefault(word, 1 / log2(rank + 4))
    return list(counts), list(accumulate(counts.values()))
