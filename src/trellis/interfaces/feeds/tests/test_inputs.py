import gzip
import io
import zipfile

import pytest

from trellis.apps.directory.actions.report import Report
from trellis.interfaces.feeds import inputs, jsonstream, tables
from trellis.interfaces.feeds.inputs import Entry, Unusable


def rows_of(content: bytes) -> tuple[list, Report]:
    report = Report()
    return list(tables.rows(Entry("t.csv", lambda: io.BytesIO(content)), report, kind="service")), report


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding):
    rows, report = rows_of("id,name\n1,Caf\u00e9 \u2019s\n".encode(encoding))

    assert rows == [(2, {"id": "1", "name": "Caf\u00e9 \u2019s"})]
    assert bool(report.notes) == (encoding in {"cp1252", "utf-16-le"})


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator):
    rows, _report = rows_of(f"id{separator}name\n1{separator}x\n".encode())

    assert rows == [(2, {"id": "1", "name": "x"})]


def test_cells_with_newlines_count_as_the_line_they_begin_on():
    rows, _report = rows_of(b'id,name\n1,"a\nb"\n2,c\n')

    assert rows == [(2, {"id": "1", "name": "a\nb"}), (4, {"id": "2", "name": "c"})]


def test_ragged_rows_and_repeated_headings_lose_nothing():
    rows, report = rows_of(b"id;name;name\r\n1;x;y;z\r\n2\r\n")

    assert rows == [(2, {"id": "1", "name": "x", "name_3": "y", "beyond_the_heading": "z"}), (3, {"id": "2"})]
    assert [each.row for each in report.refusals] == [2]
    assert "two columns named name" in report.notes[0]


def test_a_quotation_mark_that_never_closes_costs_only_its_row():
    rows, report = rows_of(b'id,name\n1,"open\n2,c\n3,d\n')

    assert rows == [(3, {"id": "2", "name": "c"}), (4, {"id": "3", "name": "d"})]
    assert [(each.row, each.reason) for each in report.refusals] == [(2, "A quotation mark is opened and never closed.")]
    assert report.incomplete


def test_one_whole_row_may_be_larger_than_any_limit_for_a_cell():
    rows, _report = rows_of(b"id,name\n1," + b"x" * 10_000_000 + b"\n2,y\n")

    assert [(number, len(row["name"])) for number, row in rows] == [(2, 10_000_000), (3, 1)]


@pytest.mark.parametrize(
    ("text", "given", "reason"),
    [
        ("", 0, "empty"),
        ("[", 0, "breaks off"),
        ("[{}", 1, "breaks off"),
        ('[{"a": 1}, {"b"', 1, "breaks off"),
        ("<html>", 0, "not JSON"),
        ("[{}] tail", 1, "not JSON"),
        ("[" * 100_000, 0, "nested"),
        ('{"contents": [{"id": 1}', 1, "breaks off"),
    ],
)
def test_broken_json_gives_what_stands_before_the_break(text, given, reason):
    found = []
    with pytest.raises(jsonstream.Broken, match=reason):
        for each in jsonstream.items(io.StringIO(text)):
            found.append(each)

    assert len(found) == given


@pytest.mark.parametrize(
    "text",
    [
        '[{"id":1},{"id":2}]',
        '{"id":1}\n{"id":2}\n',
        '{"contents":[{"id":1},{"id":2}],"last_page":true}',
        '{"n":{"x":[]},"content":[{"id":1},{"id":2}]}',
    ],
)
def test_lists_pages_and_lines(text):
    assert [item["id"] for _number, item in jsonstream.items(io.StringIO(text))] == [1, 2]


def test_a_long_array_is_read_in_pieces():
    text = io.StringIO("[" + ",".join('{"name":"%s"}' % ("é" * 500) for _each in range(2_000)) + "]")

    assert sum(len(item["name"]) for _number, item in jsonstream.items(text)) == 1_000_000


def test_a_gzip_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "LARGEST", 1_000_000)
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"id,name\n" + b"0" * 5_000_000))

    with pytest.raises(Unusable, match="more than can be taken"), inputs.entries(str(bomb)) as entries, entries[0].open() as stream:
        stream.read()


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "LARGEST", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("services.csv", b"0" * 5_000_000)

    with pytest.raises(Unusable, match="more than can be taken"), inputs.entries(str(tmp_path / "bomb.zip")):
        pass


@pytest.mark.parametrize("name", ["missing.csv", "empty.csv", "broken.zip", "folder"])
def test_what_can_not_be_used_is_said_in_one_line(tmp_path, name):
    (tmp_path / "empty.csv").touch()
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 and nothing more")
    (tmp_path / "folder").mkdir()

    with pytest.raises(Unusable) as said, inputs.entries(str(tmp_path / name)):
        pass
    assert "\n" not in str(said.value)


def test_a_truncated_gzip_is_damaged(tmp_path):
    (tmp_path / "cut.json.gz").write_bytes(gzip.compress(b"[{}]" * 1000)[:30])

    with inputs.entries(str(tmp_path / "cut.json.gz")) as entries, pytest.raises(Unusable, match="damaged"), entries[0].open() as stream:
        stream.read()
