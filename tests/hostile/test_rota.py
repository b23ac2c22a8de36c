"""Whatever is given to `trellis rota`, it answers with a rota that keeps the rules, or with one line that says where the file is wrong."""

import copy
import json
import random

import pytest

from tests.hostile.files import HUGE, NOT_TABLES, in_encodings, other_line_ends, spoiled
from tests.hostile.test_decisions import ACCIDENTS, check
from trellis.config.console import main
from trellis.kernels.rota.tests.made import made

VALID = made(8, 12, seed=3, availability=0.5, days=5)
TEXT = json.dumps(VALID, indent=1)


def ran(capsys, tmp_path, content, *more):
    file = tmp_path / "given.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    code = main(["rota", str(file), *more])
    found = capsys.readouterr()
    return check(code, found.out, found.err, names=("given.json",)), found.out


@pytest.mark.parametrize("options", [(), ("--json",), ("--explain",), ("--seed", "x"), ("--seconds", "0.001")], ids=" ".join)
def test_the_valid_file_is_valid(options, tmp_path, capsys):
    assert ran(capsys, tmp_path, TEXT, *options)[0] == ""


@pytest.mark.parametrize("content", NOT_TABLES.values(), ids=NOT_TABLES)
def test_what_is_no_rota_is_refused_in_one_line(content, tmp_path, capsys):
    assert ran(capsys, tmp_path, content())[0]


def test_other_encodings_and_line_ends(tmp_path, capsys):
    for content in (*in_encodings(TEXT).values(), *other_line_ends(TEXT).values()):
        ran(capsys, tmp_path, content)


def test_accidents_with_the_text(tmp_path, capsys):
    for seed in range(ACCIDENTS * 2):
        ran(capsys, tmp_path, spoiled(TEXT, seed=seed), "--json")


ODD = (None, True, -1, 0, 1.5, 2.0, "", "x" * 999, [], {}, [1], 10**30, 1e308, "\u202e", "a\nb")


def test_accidents_with_the_meaning_keep_every_rule(tmp_path, capsys):
    """A value lost, doubled or replaced by an odd one, anywhere. What is still a rota breaks no rule."""
    for seed in range(ACCIDENTS * 3):
        draw, document = random.Random(seed), copy.deepcopy(VALID)
        for _accident in range(draw.randint(1, 2)):
            place = document
            while True:
                keys = list(place) if isinstance(place, dict) else list(range(len(place)))
                if not keys:
                    break
                key = draw.choice(keys)
                if isinstance(place[key], dict | list) and draw.random() < 0.8:
                    place = place[key]
                    continue
                if draw.random() < 0.3:
                    del place[key]
                else:
                    place[key] = draw.choice(ODD)
                break
        told, out = ran(capsys, tmp_path, json.dumps(document), "--json")
        if not told:
            assert json.loads(out)["breaches"] == [], seed


@pytest.mark.parametrize("number", HUGE)
def test_odd_numbers_in_every_place(number, tmp_path, capsys):
    for name in ("capacity", "per_week", "day", "start_hour", "end_hour", "need", "rest_hours"):
        start = TEXT.index(f'"{name}": ') + len(name) + 4
        end = min(TEXT.index(sign, start) for sign in ",}\n" if sign in TEXT[start:])
        ran(capsys, tmp_path, TEXT[:start] + number + TEXT[end:])


WRONG = {
    "nobody": (lambda it: it.update(volunteers=[]), "volunteers"),
    "no shift": (lambda it: it.update(shifts=[]), "shifts"),
    "no volunteers at all": (lambda it: it.pop("volunteers"), "volunteers"),
    "a shift twice": (lambda it: it["shifts"].append(it["shifts"][0]), "shifts[12].id"),
    "a volunteer twice": (lambda it: it["volunteers"].append(it["volunteers"][0]), "volunteers[8].id"),
    "an unknown shift": (lambda it: it["volunteers"][1]["can"].append([99, 1]), "volunteers[1].can"),
    "a shift twice for one": (lambda it: it["volunteers"][1].update(can=[[1, 1], [1, 2]]), "volunteers[1].can[1]"),
    "backwards": (lambda it: it["shifts"][2].update(end_hour=it["shifts"][2]["start_hour"]), "shifts[2].ends"),
    "a capacity in words": (lambda it: it["volunteers"][0].update(capacity="much"), "volunteers[0].capacity"),
    "capacity missing": (lambda it: it["volunteers"][0].pop("capacity"), "volunteers[0].capacity"),
    "need below zero": (lambda it: it["shifts"][0].update(need=-1), "shifts[0].need"),
    "rest below zero": (lambda it: it.update(rest_hours=-1), "rest_hours"),
    "another week": (lambda it: it.update(week="__import__('os')"), "week"),
    "apart from nobody": (lambda it: it.update(apart=[[1, 99]]), "apart"),
    "settled with nobody": (lambda it: it.update(kept=[[1, 99]]), "kept"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_rota_is_told_with_its_field(wrong, tmp_path, capsys):
    spoil, field = wrong
    document = copy.deepcopy(VALID)
    spoil(document)

    assert f"field {field}:" in ran(capsys, tmp_path, json.dumps(document))[0]


@pytest.mark.parametrize(
    "options", [("--seconds", "0"), ("--seconds", "x"), ("--seconds", "-1"), ("--seconds", "nan"), ("--seconds", "1e9")]
)
def test_odd_options_are_refused_in_one_line(options, tmp_path, capsys):
    file = tmp_path / "given.json"
    file.write_text(TEXT)

    code = main(["rota", str(file), *options])

    found = capsys.readouterr()
    assert check(code, found.out, found.err)
