"""What can't be read is refused in one sentence with its line and field; nothing is guessed."""

import gzip
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.opinions import Malformed
from trellis.kernels.opinions.reading import read_comments, read_conversation, read_votes, tables
from trellis.kernels.opinions.tests.exports import COMMENTS_HEADING, LIST_HEADING, a_file, comments_of, list_of

MATRIX_HEADING = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2"


def refused(read, *arguments):
    with pytest.raises(Malformed) as caught:
        read(*arguments)
    return caught.value.line, caught.value.field, caught.value.reason


@pytest.mark.parametrize(
    ("lines", "line", "field", "words"),
    [
        (("timestamp,datetime,voter-id,vote", "1,,1,1"), 1, "comment-id", "missing"),
        (("timestamp,datetime,comment-id,voter-id", "1,,1,1"), 1, "vote", "missing"),
        (("datetime,comment-id,voter-id,vote", ",1,1,1"), 1, "timestamp", "missing"),
        (("timestamp,comment-id,comment-id,voter-id,vote", "1,1,1,1,1"), 1, "comment-id", "two columns"),
        ((LIST_HEADING, "1,,0,1,1", "1,,0,1,2"), 3, "vote", "“2” is not a vote"),
        ((LIST_HEADING, "1,,0,1,yes"), 2, "vote", "“yes” is not a vote"),
        ((LIST_HEADING, "1,,0,1,1.0"), 2, "vote", "“1.0” is not a vote"),
        ((LIST_HEADING, "1,,0,1,"), 2, "vote", "an empty cell is not a vote"),
        ((LIST_HEADING, "1,,0,1,-"), 2, "vote", "“-” is not a vote"),
        ((LIST_HEADING, "1,,0,1,--1"), 2, "vote", "“--1” is not a vote"),
        ((LIST_HEADING, "1,,0,1,-2"), 2, "vote", "“-2” is not a vote"),
        ((LIST_HEADING, "1,,-3,1,1"), 2, "comment-id", "“-3” is not the number of a statement"),
        ((LIST_HEADING, "1,,0,-1,1"), 2, "voter-id", "“-1” is not the number of a participant"),
        ((LIST_HEADING, "1,,0,anna,1"), 2, "voter-id", "“anna”"),
        ((LIST_HEADING, "1,,0,12345678901234567890,1"), 2, "voter-id", "“12345678901234567890”"),
        ((LIST_HEADING, "yesterday,,0,1,1"), 2, "timestamp", "“yesterday”"),
        ((LIST_HEADING, "1,,0,1,1", "1,,0,1"), 3, "", "this line has 4 fields, the first line has 5"),
        ((LIST_HEADING, "1,,0,1,1,1"), 2, "", "this line has 6 fields, the first line has 5"),
        ((LIST_HEADING, "1,,0,1,1", "", "1,,0,2,1"), 3, "", "this line is empty"),
        ((LIST_HEADING, '1,"cut,0,1,1'), 2, "", "quotation marks"),
        ((LIST_HEADING,), 2, "", "no votes"),
        ((COMMENTS_HEADING, "1,,0,0,1,0,1,words"), 1, "", "a list of statements"),
        (("name,age", "Ann,4"), 1, "", "neither"),
        (("timestamp;comment-id;voter-id;vote", "1;0;1;1"), 1, "", "semicolons"),
        (("participant,group-id,n-votes", "1,0,0"), 1, "", "no numbered column"),
        (("group-id,0,1,2", "0,1,1,1"), 1, "participant", "missing"),
        (("participant,0,0", "1,1,1"), 1, "0", "two columns"),
        (("participant,0,00", "1,1,1"), 1, "00", "two columns"),
        (("participant,-1,0", "1,1,1"), 1, "-1", "not the number of a statement"),
        (("participant,1.5,0", "1,1,1"), 1, "1.5", "not the number of a statement"),
        ((MATRIX_HEADING, "4,,0,0,0,0,1,,2"), 2, "2", "“2” is not a vote"),
        ((MATRIX_HEADING, "4,,0,0,0,0,1,,x"), 2, "2", "“x” is not a vote"),
        ((MATRIX_HEADING, "4,,0,0,0,0,1,,-0"), 2, "2", "“-0” is not a vote"),
        ((MATRIX_HEADING, "4,,0,0,0,0,1,1,1", "4,,0,0,0,0,1,1,1"), 3, "participant", "participant 4 has a line already"),
        ((MATRIX_HEADING, "-4,,0,0,0,0,1,1,1"), 2, "participant", "“-4”"),
        ((MATRIX_HEADING, "4,one,0,0,0,0,1,1,1"), 2, "group-id", "“one” is not the number of a group"),
        ((MATRIX_HEADING, "4,,0,0,0,0,1,1"), 2, "", "this line has 8 fields, the first line has 9"),
        ((MATRIX_HEADING, "4,,0,0,0,0,,,"), 2, "", "no votes"),
        ((MATRIX_HEADING,), 2, "", "no participants"),
    ],
)
def test_votes_that_cannot_be_read(lines, line, field, words):
    found = refused(read_votes, a_file(*lines))

    assert found[:2] == (line, field)
    assert words in found[2]
    assert "\n" not in found[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "a web page"),
        (b'{"error": "not found"}', "JSON"),
        (b"PK\x03\x04" + bytes(30), "a spreadsheet"),
        ("timestamp,vote".encode("utf-16"), "UTF-16"),
        (b"timestamp,vote\n1,\x00", "zero bytes"),
        (b"timestamp,comment-id,voter-id,vote\r1,0,1,1\r", "carriage returns"),
        (b"timestamp,comment-id,voter-id,\xff\n", "UTF-8"),
    ],
)
def test_other_kinds_of_files(content, words):
    assert words in refused(read_votes, BytesIO(content))[2]
    assert words in refused(read_comments, BytesIO(content))[2] or b"\xff" in content[-2:]


@pytest.mark.parametrize("lost", [1, 8, 40])
def test_a_compressed_file_that_was_cut_off(lost):
    whole = gzip.compress(list_of(*[(n, n % 7, n % 11, 1) for n in range(500)]).getvalue())

    found = refused(read_votes, gzip.GzipFile(fileobj=BytesIO(whole[:-lost])))

    assert "cut off" in found[2]


def test_a_compressed_file_that_is_damaged():
    whole = bytearray(gzip.compress(list_of(*[(n, n % 7, n % 11, 1) for n in range(500)]).getvalue()))
    whole[-6] ^= 0xFF

    assert "damaged" in refused(read_votes, gzip.GzipFile(fileobj=BytesIO(bytes(whole))))[2]


def test_a_line_without_end_is_not_read_into_memory(monkeypatch):
    monkeypatch.setattr(tables, "BLOCK_BYTES", 1000)
    monkeypatch.setattr(tables, "MOST_LINE_BYTES", 5000)
    reads = []

    class Endless(BytesIO):
        def read(self, size):
            reads.append(size)
            return b"1," * (size // 2)

    assert "longer" in refused(read_votes, Endless())[2]
    assert sum(reads) < 10_000


def test_a_file_without_end_is_not_read_into_memory(monkeypatch):
    monkeypatch.setattr(tables, "BLOCK_BYTES", 1000)
    monkeypatch.setattr(tables, "MOST_BYTES", 20_000)

    assert "larger" in refused(read_votes, list_of(*[(n, 0, n, 1) for n in range(2000)]))[2]


@pytest.mark.parametrize(
    ("heading", "row", "line", "field", "words"),
    [
        ("comment-id,moderated", "0,1", 1, "comment-body", "missing"),
        ("comment-id,comment-body", "0,words", 1, "moderated", "missing"),
        ("moderated,comment-body", "0,words", 1, "comment-id", "missing"),
        ("comment-id,moderated,comment-body", "-1,1,words", 2, "comment-id", "“-1”"),
        ("comment-id,moderated,comment-body", "one,1,words", 2, "comment-id", "“one”"),
        ("comment-id,moderated,comment-body", "1,2,words", 2, "moderated", "“2”"),
        ("comment-id,moderated,comment-body", "1,yes,words", 2, "moderated", "“yes”"),
        ("comment-id,moderated,comment-body,is-meta", "1,1,words,maybe", 2, "is-meta", "“maybe”"),
        ("comment-id,moderated,comment-body", "1,1,words, more words", 2, "", "4 fields, the first line has 3; a comma"),
        ("comment-id,moderated,comment-body", "1,1", 2, "", "2 fields, the first line has 3"),
        ("comment-id,moderated,comment-body", '1,1,"never closed', 2, "", "quotation marks"),
    ],
)
def test_statements_that_cannot_be_read(heading, row, line, field, words):
    found = refused(read_comments, a_file(heading, row))

    assert found[:2] == (line, field)
    assert words in found[2]


def test_a_statement_that_is_there_twice_is_named_with_both_lines():
    found = refused(read_comments, comments_of((3, 1, "first\nwords"), (4, 1, "other"), (3, 1, "second")))

    assert found == (5, "comment-id", "statement 3 is there already, in line 2")


def test_a_statement_in_bytes_that_are_no_text_is_named_by_its_line():
    content = comments_of((3, 1, "first"), (4, 1, "other")).getvalue().replace(b"other", b"\xe9t\xe9")

    assert refused(read_comments, BytesIO(content)) == (3, "", "this is not written in UTF-8")


def test_a_vote_on_an_unknown_statement_is_named_by_its_first_line():
    votes = list_of((1, 0, 5, 1), (2, 9, 5, 1), (3, 9, 4, 1))

    found = refused(read_conversation, votes, comments_of((0, 1, "known")))

    assert found == (3, "comment-id", "statement 9 is not in the list of statements")


def test_a_column_of_an_unknown_statement_is_named():
    matrix = a_file("participant,0,9", "1,1,")

    found = refused(read_conversation, matrix, comments_of((0, 1, "known")))

    assert found == (1, "9", "statement 9 is not in the list of statements")


def test_what_is_shown_of_a_wrong_cell_has_no_control_characters_and_is_short():
    found = refused(read_votes, a_file(LIST_HEADING, f"1,,0,1,\x1b[31m{'x' * 500}"))

    assert "\x1b" not in found[2]
    assert len(found[2]) < 140


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    for start in (b"", LIST_HEADING.encode() + b"\n", MATRIX_HEADING.encode() + b"\n"):
        try:
            read_conversation(BytesIO(start + content))
        except Malformed as error:
            assert error.reason


@given(st.binary(max_size=200))
def test_any_bytes_of_statements_are_read_or_refused(content):
    for start in (b"", COMMENTS_HEADING.encode() + b"\n"):
        try:
            read_comments(BytesIO(start + content))
        except Malformed as error:
            assert error.reason
