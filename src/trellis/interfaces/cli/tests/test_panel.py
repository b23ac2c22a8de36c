"""`trellis panel`, as somebody at a terminal meets it."""

import gzip
import hashlib
import io
import json
import sys

import pytest

from trellis.interfaces.cli import panel as command
from trellis.interfaces.cli.tests.program import call

POOL = (
    "id,name,gender,area,street\n"
    "ann,Ann A,woman,town,1 High St\nbea,Bea B,woman,country,2 Low Rd\ncem,Cem C,man,town,3 Mid Ln\n"
    "dan,Dan D,man,town,4 Far Av\neli,Eli E,man,country,5 End Cl\n"
)
QUOTAS = "feature,value,min,max\ngender,woman,1,1\ngender,man,1,1\narea,town,1,1\narea,country,1,1\n"
CENSUS = "feature,value,people\narea,town,50\narea,country,30\narea,island,20\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pool.csv").write_text(POOL)
    (tmp_path / "quotas.csv").write_text(QUOTAS)
    (tmp_path / "census.csv").write_text(CENSUS)
    return tmp_path


def panel(capsys, *arguments) -> tuple[int, str, str]:
    code = call(command, *arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def document(capsys, *arguments) -> dict:
    code, out, err = panel(capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def given(*options) -> tuple[str, ...]:
    return ("pool.csv", "quotas.csv", "--size", "2", *options)


def test_the_document_is_the_published_one(files, capsys):
    found = document(capsys, *given())

    assert found["objective"] == "maximin"
    assert found["size"] == 2
    assert found["min_probability"] == 0.333333
    assert set(found["probabilities"]) == {"ann", "bea", "cem", "dan", "eli"}
    assert sum(each["weight"] for each in found["panels"]) == pytest.approx(1)
    assert {tuple(each["members"]) for each in found["panels"]} == {("ann", "eli"), ("bea", "cem"), ("bea", "dan")}
    assert found["pool_sha256"] == hashlib.sha256(POOL.encode()).hexdigest()
    assert found["certificate"]["holds"] is True
    assert found["certificate"]["ceiling"] == {"seats": 1, "people": 3, "chance": "1/3", "quota": ["gender", "man"]}
    assert "drawn" not in found
    assert found["seconds"] >= 0
    assert "Ann A" not in json.dumps(found)
    assert "High St" not in json.dumps(found)


def test_the_smallest_chance_can_be_recomputed_from_the_panels(files, capsys):
    found = document(capsys, *given("--objective", "leximin"))

    chances = dict.fromkeys(found["probabilities"], 0)
    for each in found["panels"]:
        for member in each["members"]:
            chances[member] += each["tickets"]
    assert {person: tickets / found["tickets"] for person, tickets in chances.items()} == found["probabilities"]
    assert min(found["probabilities"].values()) == found["min_probability"]


def test_a_published_lottery_is_drawn_to_the_same_panel(files, capsys):
    now = document(capsys, *given("--seed", "4 1 6 6 2"))
    (files / "lottery.json").write_text(json.dumps(document(capsys, *given())))

    later = document(capsys, "--lottery", "lottery.json", "--seed", "4 1 6 6 2")
    checked = document(capsys, "pool.csv", "quotas.csv", "--lottery", "lottery.json", "--seed", "4 1 6 6 2")

    assert now["draw"] == {"seed": "4 1 6 6 2", "ticket": 586370, "panel": later["draw"]["panel"]}
    assert now["drawn"] == later["drawn"] == checked["drawn"]


def test_dice_of_ten_and_of_six_sides(files, capsys):
    ten = document(capsys, *given("--dice", "0 0 0 0 0 0"))
    six = document(capsys, *given("--dice", "1,1,1,1,1,1,1,1", "--sides", "6"))

    assert ten["draw"] == {"dice": "0 0 0 0 0 0", "ticket": 0, "panel": 0}
    assert six["drawn"] == ten["drawn"]


def test_a_compressed_pool_and_quotas_from_standard_input(files, capsys, monkeypatch):
    (files / "pool.csv.gz").write_bytes(gzip.compress(POOL.encode()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(QUOTAS.encode())))

    found = document(capsys, "pool.csv.gz", "-", "--size", "2")

    assert found["pool_sha256"] == hashlib.sha256(POOL.encode()).hexdigest()
    assert found["min_probability"] == 0.333333


def test_what_a_resident_reads(files, capsys):
    code, out, _ = panel(capsys, *given("--seed", "4 1 6 6 2", "--explain", "--population", "census.csv"))

    assert code == 0
    assert "A panel of 2 from 5 people, by a lottery over 3 panels that meet every quota." in out
    assert "The smallest chance is 33.33%, the largest 66.67%." in out
    assert "At most 1 seat for 3 people with gender man: not everyone's chance can be above 33.33%." in out
    assert "The lottery reaches that, so no lottery is fairer." in out
    assert "Drawn by the seed '4 1 6 6 2': ticket 586,370 of 1,000,000" in out
    assert "  area island: nobody volunteered; 0.4 seats would be their share." in out
    assert "It does not mean that those who volunteer think like those who don't." in out


def test_without_a_draw_it_says_how_to_go_on(files, capsys):
    _, out, _ = panel(capsys, *given())

    assert out.endswith("Nobody is drawn yet. Publish this lottery with --json, then draw in public with --dice or --seed.\n")


def test_contradictory_quotas_name_the_smallest_change_and_make_it_only_when_told(files, capsys):
    (files / "quotas.csv").write_text("feature,value,min,max\ngender,woman,2,2\ngender,man,0,2\narea,town,2,2\narea,country,0,2\n")

    code, out, err = panel(capsys, *given())
    assert (code, out) == (2, "")
    assert err == (
        "trellis panel: quotas.csv, row 4, field min: no panel meets all the quotas together. "
        "The smallest change that works: lower the minimum of area town from 2 to 1 (--relax does that)\n"
    )

    found = document(capsys, *given("--relax"))
    assert found["relaxed"] == [{"feature": "area", "value": "town", "limit": "minimum", "from": 2, "to": 1}]
    assert found["excluded"] == ["cem", "dan", "eli"]


def test_households_are_kept_apart(files, capsys):
    (files / "pool.csv").write_text(POOL.replace("5 End Cl", "1  high st"))

    found = document(capsys, *given("--households", "street"))

    assert {tuple(each["members"]) for each in found["panels"]} == {("bea", "cem"), ("bea", "dan")}
    assert found["excluded"] == ["ann", "eli"]
    assert found["certificate"]["holds"] is True


def test_who_declines_is_replaced_within_the_quotas(files, capsys):
    (files / "answers.csv").write_text("id,answer\nbea,stays\ndan,declined\n")

    found = document(capsys, *given("--replace", "answers.csv", "--seed", "1"))

    assert (found["kept"], found["drawn"]) == (["bea"], ["cem"])
    assert found["certificate"]["holds"] is True
    code, out, _ = panel(capsys, *given("--replace", "answers.csv", "--seed", "1"))
    assert code == 0
    assert "A group of 1 for the free seats" in out
    assert "1 stays. New on the panel:\n  cem" in out


def test_replacements_that_need_a_change_of_quotas(files, capsys):
    (files / "answers.csv").write_text("id,answer\nbea,stays\ndan,declined\ncem,unavailable\n")

    code, _, err = panel(capsys, *given("--replace", "answers.csv"))

    assert code == 2
    assert "lower the minimum of area town from 1 to 0; raise the maximum of area country from 1 to 2" in err
    assert document(capsys, *given("--replace", "answers.csv", "--relax", "--seed", "1"))["drawn"] == ["eli"]


def test_alternates_for_each_seat(files, capsys):
    found = document(capsys, *given("--dice", "0 0 0 0 0 0"))
    seat = document(capsys, *given("--seed", "4 1 6 6 2", "--alternates", "2"))

    assert "alternates" not in found
    assert set(seat["alternates"]) == set(seat["drawn"])


@pytest.mark.parametrize("options", [(), ("--seed", "1", "--population", "census.csv"), ("--replace", "answers.csv", "--seed", "1")])
def test_a_report_to_look_at(files, capsys, options):
    (files / "answers.csv").write_text("id,answer\nbea,stays\ndan,declined\n")

    code, out, _ = panel(capsys, *given("--report", "report.html", *options))

    page = (files / "report.html").read_text()
    assert code == 0
    assert "SHA-256 of the lottery" in out
    assert "<svg" in page
    assert "Ann A" not in page


def test_a_report_that_can_not_be_written(files, capsys):
    code, out, err = panel(capsys, *given("--report", "nowhere/report.html"))

    assert (code, out, err) == (2, "", "trellis panel: nowhere/report.html: No such file or directory\n")


def test_a_uniform_lottery(files, capsys):
    found = document(capsys, *given("--uniform", "3"))

    assert (found["tickets"], found["min_probability"]) == (3, 1 / 3)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "POOL.csv, QUOTAS.csv and --size K are needed (see trellis panel --help)"),
        (("pool.csv", "quotas.csv"), "POOL.csv, QUOTAS.csv and --size K are needed (see trellis panel --help)"),
        (("pool.csv", "quotas.csv", "--size", "0"), "field --size: must be at least 1"),
        (("pool.csv", "quotas.csv", "--size", "6"), "pool.csv, field --size: 6 seats can't be filled: 5 people are in the pool"),
        (("none.csv", "quotas.csv", "--size", "2"), "none.csv: No such file or directory"),
        (("-", "-", "--size", "2"), "only one file can come from standard input"),
        (given("--max-panels", "0"), "field --max-panels: must be from 1 to 100,000"),
        (given("--seed", "1", "--dice", "1"), "field --dice: draw either with --seed or with --dice, not with both"),
        (given("--seed", " 1"), "field --seed: must be a printable text without spaces at its ends, so that anyone types the same"),
        (given("--dice", "1 2 3"), "field --dice: 3 more rolls are needed to choose among 1,000,000 tickets"),
        (given("--dice", "one"), "field --dice: must be whole numbers with spaces between them, such as '3 0 7 1 9 9'"),
        (given("--alternates", "2"), "field --alternates: needs --seed and the pool, because the order of alternates is drawn too"),
        (given("--id", "key"), "pool.csv, row 1, field key: there is no column 'key'"),
        (given("--households", "home"), "pool.csv, row 1, field home: there is no column 'home'"),
        (given("--population", "quotas.csv"), "quotas.csv, row 1, field people: the heading needs the columns feature, value, people"),
        (given("--replace", "quotas.csv"), "quotas.csv, row 1, field id: the heading needs the columns id, answer"),
        (
            ("quotas.csv", "pool.csv", "--size", "2"),
            "pool.csv, row 1, field feature: the heading needs the columns feature, value, min, max",
        ),
        (("--lottery", "pool.csv"), "pool.csv, row 1: is not JSON"),
        (("--lottery", "pool.csv", "--uniform", "5"), "field --uniform: can't change a lottery that is published already"),
        (("--lottery", "pool.csv", "--population", "census.csv"), "field --population: needs POOL.csv and QUOTAS.csv"),
        (("pool.csv", "--lottery", "pool.csv"), "field quotas: POOL.csv needs QUOTAS.csv beside it"),
    ],
)
def test_bad_input_gets_one_line(files, capsys, arguments, line):
    code, out, err = panel(capsys, *arguments)

    assert (code, out, err) == (2, "", f"trellis panel: {line}\n")


def test_a_damaged_archive_gets_one_line(files, capsys):
    (files / "pool.csv").write_bytes(gzip.compress(POOL.encode())[:-12])

    code, _, err = panel(capsys, *given())

    assert code == 2
    assert err == "trellis panel: pool.csv: is damaged: it can't be unpacked\n"


def test_a_lottery_that_was_changed_is_refused(files, capsys):
    published = document(capsys, *given())
    published["panels"][0]["members"] = ["ann", "cem"]
    (files / "lottery.json").write_text(json.dumps(published))

    code, _, err = panel(capsys, "--lottery", "lottery.json", "--seed", "1")

    assert code == 2
    assert err.startswith("trellis panel: lottery.json, field lottery_sha256: does not fit the panels")


def test_a_bar_is_not_drawn_into_a_pipe(files, capsys):
    _, _, err = panel(capsys, *given())

    assert err == ""
