"""`trellis places load` with each kind of table, clean and dirty."""

import argparse
import gzip
import io
import json
import zipfile

import pytest

from trellis.apps.directory.models.gazetteer import Place
from trellis.apps.directory.queries.gazetteer import find_place
from trellis.core.console import BadInput
from trellis.interfaces.cli import places

pytestmark = pytest.mark.django_db

ONSPD = """pcd,pcd2,pcds,dointr,doterm,lat,long,ctry
CO151AA,CO15 1AA,CO15 1AA,198001,,51.79,1.15,E92000001
CO151AB,CO15 1AB,CO15 1AB,198001,,51.81,1.17,E92000001
CO151AD,CO15 1AD,CO15 1AD,198001,199612,51.80,1.16,E92000001
JE2 3AB,JE2  3AB,JE2 3AB,200001,,99.999999,0.000000,L93000001
"""
CODE_POINT = """"CO15 1AA",10,617600,215000,"E92000001","E19000003","E18000015","E10000012","E07000076","E05012112"
"CO15 1AB",90,0,0,"E92000001","","","","",""
"""
GEONAMES = (
    "US\t20001\tWashington\tDistrict of Columbia\tDC\tDistrict of Columbia\t001\t\t\t38.9122\t-77.0177\t4\n"
    "GB\tCO15\tClacton-on-Sea\tEngland\tENG\tEssex\t\t\t\t51.79\t1.15\t4\n"
    "US\t20001\tAgain\t\t\t\t\t\t\t38.9\t-77.0\t4\n"
)


def load(capsys, *arguments):
    parser = argparse.ArgumentParser()
    places.add_arguments(parser)
    code = places.run(parser.parse_args(["load", *map(str, arguments), "--json"]))
    output = capsys.readouterr()
    assert code == 0
    return json.loads(output.out), output.err


def test_onspd_and_again(tmp_path, capsys):
    file = tmp_path / "ONSPD.csv"
    file.write_text(ONSPD)

    first, _ = load(capsys, file)
    second, _ = load(capsys, file)

    assert first["by_kind"] == {"postcode": 2, "outcode": 1}
    assert first["left_out"] == {"ended": 1, "without a position": 1}
    assert (first["added"], second["added"], second["unchanged"]) == (3, 0, 3)
    assert find_place("co15").latitude == pytest.approx(51.80)


def test_dry_run_changes_nothing(tmp_path, capsys):
    file = tmp_path / "ONSPD.csv"
    file.write_text(ONSPD)

    report, _ = load(capsys, file, "--dry-run")

    assert report["added"] == 3
    assert not Place.objects.exists()


def test_code_point_is_turned_into_degrees(tmp_path, capsys):
    file = tmp_path / "co.csv"
    file.write_text(CODE_POINT)

    report, _ = load(capsys, file)
    found = find_place("CO15 1AA")

    assert report["left_out"] == {"without a position": 1}
    assert (found.latitude, found.longitude) == pytest.approx((51.791, 1.156), abs=0.005)


def test_geonames_of_two_countries(tmp_path, capsys):
    file = tmp_path / "all.txt"
    file.write_text(GEONAMES)

    report, _ = load(capsys, file)

    assert (report["added"], report["left_out"]) == (2, {"repeated": 1})
    assert (find_place("20001").near, find_place("co15").kind) == ("Washington", "outcode")


def test_zip_folder_and_gzip_hold_the_same(tmp_path, capsys):
    (tmp_path / "folder" / "Data").mkdir(parents=True)
    (tmp_path / "folder" / "Data" / "co.csv").write_text(CODE_POINT)
    (tmp_path / "folder" / "licence.txt").write_text("Open Government Licence\n")
    (tmp_path / "co.csv.gz").write_bytes(gzip.compress(CODE_POINT.encode()))
    with zipfile.ZipFile(tmp_path / "codepo.zip", "w") as archive:
        archive.writestr("Data/CSV/co.csv", CODE_POINT)
        archive.writestr("Doc/licence.txt", "Open Government Licence\n")

    folder, told = load(capsys, tmp_path / "folder")
    packed, _ = load(capsys, tmp_path / "codepo.zip")
    pressed, _ = load(capsys, tmp_path / "co.csv.gz")

    assert (folder["added"], packed["unchanged"], pressed["unchanged"]) == (2, 2, 2)
    assert "licence.txt: not a table of postcodes" in told


def test_pieces_beside_the_whole_are_not_read_twice(tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "ONSPD.zip", "w") as archive:
        archive.writestr("Data/ONSPD_AUG_2026_UK.csv", ONSPD)
        archive.writestr("Data/multi_csv/ONSPD_AUG_2026_UK_CO.csv", ONSPD)

    assert load(capsys, tmp_path / "ONSPD.zip")[0]["by_kind"]["postcode"] == 2


def test_bad_rows_are_named_and_the_rest_is_stored(tmp_path, capsys):
    file = tmp_path / "ONSPD.csv"
    file.write_text(
        ONSPD
        + "x,x,=CMD(),198001,,51.8,1.1,\n"
        + "x,x,CO15 1AE,198001,,north,1.1,\n"
        + "x,x,CO15 1AF,198001,,51.8,500,\n"
        + "short\n"
        + f'x,x,"{"y" * 200_000}",198001,,51.8,1.1,\n'
        + "x,x,CO15 1AG,198001,,nan,1.1,\n"
        + "x,x,CO15 1AH,198001,,51.8,1.1,\n"
    )

    report, told = load(capsys, file)

    assert [(refusal["row"], refusal["field"]) for refusal in report["refusals"]] == [
        (6, "pcds"),
        (7, "lat"),
        (8, "longitude"),
        (9, "doterm"),
        (10, ""),
        (11, "latitude"),
    ]
    assert f"{file}, row 7, field lat: 'north' is not a number" in told
    assert report["by_kind"]["postcode"] == 3


@pytest.mark.parametrize("content", [b"", b"hello\n", b"a,b,c,d\n1,2,3,4\n", b"\xff\xfe\x00\x00" * 50, b"PK\x03\x04broken"])
def test_no_such_table_is_one_line(tmp_path, capsys, content):
    file = tmp_path / "odd.csv"
    file.write_bytes(content)

    with pytest.raises(BadInput, match="no table of postcodes"):
        load(capsys, file)


def test_missing_file_and_wrong_kind_are_one_line(tmp_path, capsys):
    file = tmp_path / "words.csv"
    file.write_text("a,b,c,d\n" * 1_500)

    with pytest.raises(BadInput, match="No such file"):
        load(capsys, tmp_path / "none.csv")
    with pytest.raises(BadInput, match="not one of the first 1,000 rows"):
        load(capsys, file, "--kind", "codepoint")


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ONSPD.encode())))

    assert load(capsys, "-")[0]["added"] == 3
