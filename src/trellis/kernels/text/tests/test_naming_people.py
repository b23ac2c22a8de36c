"""A text that names somebody is noticed; a text about a place is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.text.naming_people import KINDS, looks_like

NAMES_NOBODY = [
    "Quiet on Holland Road until ten.",
    "Good Friday, busy at Clacton Pier.",
    "Walked Holland Road, Pier Avenue and the Marine Parade East twice.",
    "Street light out by the bandstand, told the council.",
    "Broken glass on the steps at Frinton station. Swept it up.",
    "Two lads arguing outside Tesco Express. Talked with them, both went home.",
    "Rang 999, an ambulance came at 22:15. CAD 1234.",
    "21:00-23:30, four of us, 12 bottles picked up.",
    "3 cars parked on Station Road corner, nobody in them.",
    "Boxing Day: Red Lion closed early.",
    "Victoria Park gates open at midnight, rang Town Hall.",
    "Charlotte Street and Rosemary Road: quiet.",
    "Easter Monday 6 April 2026, 20.00 to 22.00.",
    "Black bin bags, people threw them out. A white people carrier. Tattoo shop open.",
    "White van left with its engine on. Blue bin on its side.",
    "It may rain; will ask again in June.",
    "Spoke with the Street Pastors. Said hello at Citizens Advice.",
    "A133 roundabout: sign down. A12 3rd exit closed.",
    "Drums from the Black Lion until 23:45",
    "Nobody on the beach. Low tide. Nothing to hand on.",
    "15/11/2026 and 2026-11-16: needles, 4 and 2.",
    "Called the police at 9pm. Called Police again.",
    "No. 12 bus late. The number 14 bus did not come.",
    "Checked Jaywick. Jaywick Sands dark.",
    "Dog loose near West Cliff, caught by Martello Tower.",
    "La calle Mayor tranquila hasta las once.",
    "Auf dem Marktplatz war es ruhig. Alte Brücke gesperrt.",
    "الشارع هادئ حتى العاشرة",
    "",
]  # fmt: skip

NAMES_SOMEBODY = [
    ("Told Darren to go home", "name", "Darren"),
    ("told darren to go home", "name", "darren"),
    ("Darren Smith was shouting again", "name", "Darren Smith"),
    ("darren smith again", "name", "darren smith"),
    ("Mrs Okafor's door was open", "name", "Okafor's"),
    ("Dr. Patel rang back", "name", "Patel"),
    ("a boy called Zebedee", "name", "Zebedee"),
    ("his name is Tyrone Biggs", "name", "Tyrone Biggs"),
    ("spoke with J. Smith", "name", "J. Smith"),
    ("saw Darren S. by the pier", "name", "Darren S"),
    ("We met Olumide Adeyemi there", "name", "Olumide Adeyemi"),
    ("Later Grace came by, and Grace Turner's mother", "name", "Grace"),
    ("Kasia Nowak pomogła", "name", "Kasia Nowak"),
    ("habló con Señora García", "name", "García"),
    ("Herr Schmidt war da", "name", "Schmidt"),
    ("يدعى محمد", "name", "محمد"),
    ("его зовут Сергей", "name", "Сергей"),
    ("07700 900123", "phone", "07700 900123"),
    ("ring +44 1255 496 000 first", "phone", "+44 1255 496 000"),
    ("01255496000", "phone", "01255496000"),
    ("(01255) 496-000", "phone", "(01255) 496-000"),
    ("٠٧٧٠٠٩٠٠١٢٣", "phone", "٠٧٧٠٠٩٠٠١٢٣"),
    ("030/1234567", "phone", "030/1234567"),
    ("oh seven seven double oh nine hundred", "phone", None),
    ("silver car EK19 XYZ", "plate", "EK19 XYZ"),
    ("ek19xyz drove off", "plate", "ek19xyz"),
    ("A123 BCD by the pier", "plate", "A123 BCD"),
    ("CLA-XY 123 stand da", "plate", "CLA-XY 123"),
    ("AB-123-CD", "plate", "AB-123-CD"),
    ("reg starts with ek19", "plate", "ek19"),
    ("noise from 14 Holland Road", "address", "14 Holland Road"),
    ("noise from 14 holland rd", "address", "14 holland rd"),
    ("smoke at Flat 3b", "address", "Flat 3b"),
    ("CO15 1QX", "address", "CO15 1QX"),
    ("outside number 27 again", "address", "outside number 27"),
    ("Hauptstraße 14", "address", "Hauptstraße 14"),
    ("14 rue de la Paix", "address", "14 rue de la Paix"),
    ("calle Mayor 14", "address", "calle Mayor 14"),
    ("somebody@example.org", "email", "somebody@example.org"),
    ("find him at @darren_s99", "email", "@darren_s99"),
    ("two black lads ran off", "looks", "black lads"),
    ("an Asian man with a dog", "looks", "Asian man"),
    ("IC3 male", "looks", "IC3"),
    ("tall, bald, aged about 40", "looks", "bald"),
    ("wearing a red hoodie", "looks", "wearing"),
    ("a 15 year old", "looks", "15 year old"),
    ("in his early twenties", "looks", "in his early twenties"),
    ("hombre moro", "looks", "hombre moro"),
    ("dunkelhäutiger Mann", "looks", "dunkelhäutiger"),
]


@pytest.mark.parametrize("text", NAMES_NOBODY)
def test_what_names_nobody_is_left_alone(text):
    assert [(finding.kind, finding.of(text)) for finding in looks_like(text)] == []


@pytest.mark.parametrize(("text", "kind", "words"), NAMES_SOMEBODY)
def test_what_names_somebody_is_noticed(text, kind, words):
    found = [(finding.kind, finding.of(text)) for finding in looks_like(text)]

    assert kind in [each for each, _of in found]
    assert words is None or (kind, words) in found


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Darren", False),
        ("Darren Smith", True),
        ("07700 900123", True),
        ("EK19 XYZ", True),
        ("14 Holland Road", False),
        ("Olumide Adeyemi", False),
    ],
)
def test_only_numbers_plates_and_names_with_a_surname_are_sure(text, sure):
    assert [finding.sure for finding in looks_like(f"there: {text}")] == [sure]


def test_a_place_that_is_known_is_no_name():
    assert looks_like("Met by Magdalen Laver at ten")
    assert looks_like("Met by Magdalen Laver at ten", places=["Magdalen Laver"]) == []
    assert [finding.kind for finding in looks_like("At 14 Pier Gap Road", places=["Pier Gap Road"])] == ["address"]


def test_german_nouns_are_no_names():
    assert looks_like("Die Laterne am Bahnhof Süd Eingang war aus", language="de") == []
    assert [finding.of("Dort stand Jürgen Müller") for finding in looks_like("Dort stand Jürgen Müller", language="de")] == [
        "Jürgen Müller"
    ]


@given(st.text(max_size=200))
def test_findings_are_in_order_and_apart(text):
    found = looks_like(text)

    assert all(0 <= one.start < one.end <= len(text) and one.kind in KINDS for one in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@given(st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True), st.sampled_from(["", "Ring ", "it was ("]))
def test_no_british_number_goes_by(number, before):
    assert [finding.kind for finding in looks_like(before + number)] == ["phone"]


@given(st.from_regex(r"[A-Z]{2}[0-9]{2} [A-Z]{3}", fullmatch=True))
def test_no_british_plate_goes_by(plate):
    assert [finding.kind for finding in looks_like(f"car {plate} there")] == ["plate"]


@pytest.mark.parametrize(
    "text", ["a " * 10_000, "A " * 10_000, "1 " * 10_000, "14 " + "a " * 9_000, "1-" * 9_000, "@" * 20_000, "Darren " * 3_000, "x" * 20_000]
)
def test_long_texts_end(text):
    looks_like(text)
