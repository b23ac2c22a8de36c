import gzip
import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.kernels.opinions.reading import conversation_of, read_comments, read_conversation, read_votes, tables
from trellis.kernels.opinions.tests.exports import a_file, comments_of, list_of, shared_polis

VOTES = st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 30)), st.sampled_from([1, 0, -1]), min_size=1, max_size=80)


def cells(conversation):
    """The votes as {(participant, statement): vote}."""
    people = [conversation.participants[row] for row in conversation.rows.tolist()]
    statements = [conversation.statements[column] for column in conversation.columns.tolist()]
    return {(int(who), int(what)): vote for who, what, vote in zip(people, statements, conversation.votes.tolist(), strict=True)}


def as_list(votes):
    return list_of(*[(1000 + time, statement, participant, vote) for time, ((participant, statement), vote) in enumerate(votes.items())])


def as_matrix(votes):
    people = list(dict.fromkeys(participant for participant, _ in votes))
    statements = list(dict.fromkeys(statement for _, statement in votes))
    rows = [",".join([str(who), "", *(str(votes.get((who, what), "")) for what in statements)]) for who in people]
    return a_file(",".join(["participant", "group-id", *map(str, statements)]), *rows)


@settings(max_examples=50)
@given(VOTES)
def test_a_list_of_votes_says_again_what_was_written(votes):
    assert cells(read_conversation(as_list(votes))) == votes


@settings(max_examples=50)
@given(VOTES)
def test_a_matrix_says_again_what_was_written(votes):
    assert cells(read_conversation(as_matrix(votes))) == votes


@settings(max_examples=50)
@given(VOTES)
def test_both_forms_are_one_conversation(votes):
    by_list, by_matrix = read_conversation(as_list(votes)), read_conversation(as_matrix(votes))

    assert by_list.participants == by_matrix.participants
    assert by_list.statements == by_matrix.statements
    assert by_list.votes.tolist() == by_matrix.votes.tolist()


@settings(max_examples=30)
@given(VOTES, st.integers(1, 60))
def test_where_a_block_is_cut_changes_nothing(votes, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "BLOCK_BYTES", size)

        assert cells(read_conversation(as_list(votes))) == votes
        assert cells(read_conversation(as_matrix(votes))) == votes


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3), st.sampled_from([1, 0, -1])), min_size=1, max_size=40))
def test_the_latest_vote_counts_and_of_two_at_once_the_one_further_down(votes):
    expected = {}
    for _, statement, participant, vote in sorted(votes, key=lambda each: each[0]):
        expected[participant, statement] = vote

    read = read_votes(list_of(*votes))

    assert cells(conversation_of(read)) == expected
    assert read.n_replaced == len(votes) - len(expected)


def test_a_vote_can_be_taken_back_by_an_earlier_line_with_a_later_time():
    read = read_votes(list_of((2000, 0, 7, -1), (1000, 0, 7, 1), (1000, 1, 7, 0)))

    assert cells(conversation_of(read)) == {(7, 0): -1, (7, 1): 0}
    assert (read.n_replaced, read.n_at_once) == (1, 0)
    assert read.lines.tolist() == [2, 4]


def test_two_different_votes_at_one_time_are_counted():
    read = read_votes(list_of((1000, 0, 7, -1), (1000, 0, 7, 1), (1000, 1, 7, 0), (1000, 1, 7, 0)))

    assert cells(conversation_of(read)) == {(7, 0): 1, (7, 1): 0}
    assert read.n_at_once == 1


def test_columns_may_be_in_any_order_and_more_than_are_needed():
    rows = a_file("vote,important,voter-id,timestamp,comment-id", "1,0,4,9,2", "-1,1,5,9,2", "0,0,5,9,11")

    assert cells(read_conversation(rows)) == {(4, 2): 1, (5, 2): -1, (5, 11): 0}


def test_a_matrix_may_have_its_columns_in_any_order():
    matrix = a_file("10,participant,2,xid,group-id", "1,4,,abc,0", "-1,3,0,,")

    read = read_votes(matrix)

    assert cells(conversation_of(read)) == {(4, 10): 1, (3, 10): -1, (3, 2): 0}
    assert read.groups == {4: 0}
    assert conversation_of(read).participants == ("3", "4")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_a_mark_at_the_beginning_and_a_missing_last_end_do_not_matter(ending):
    content = a_file("timestamp,comment-id,voter-id,vote", "1,0,1,1", "2,0,2,-1", ending=ending).getvalue()
    expected = {(1, 0): 1, (2, 0): -1}

    assert cells(read_conversation(BytesIO(b"\xef\xbb\xbf" + content))) == expected
    assert cells(read_conversation(BytesIO(content.rstrip()))) == expected
    assert cells(read_conversation(BytesIO(content + ending.encode() * 3))) == expected


def test_fields_may_be_in_quotation_marks():
    rows = a_file('"timestamp","datetime","comment-id","voter-id","vote"', '"1","Sun, Sep 13","0","1","1"', "2,Sun,0,2,-1")

    assert cells(read_conversation(rows)) == {(1, 0): 1, (2, 0): -1}


def test_statements_have_their_words_and_what_moderators_said():
    votes = list_of((1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, -1))
    words = 'Two lines,\nand a "quoted" word'
    comments = a_file(
        "comment-id,is-meta,comment-body,importance,moderated",
        "2,true,I live here,3,1",
        '0,false,"Two lines,\nand a ""quoted"" word",0,0',
        "1,FALSE,spam,0,-1",
        "3,false,nobody was asked this yet,0,1",
        "4,false,rejected before anybody saw it,0,-1",
    )

    conversation = read_conversation(votes, comments)

    assert conversation.statements == ("0", "1", "2", "3")
    assert conversation.texts == (words, "spam", "I live here", "nobody was asked this yet")
    assert conversation.rejected.tolist() == [False, True, False, False]
    assert conversation.metadata.tolist() == [False, False, True, False]


def test_statements_that_nobody_voted_on_are_there_unless_they_were_rejected():
    matrix = read_votes(a_file("participant,5,6,7", "1,1,,", "2,-1,,"))
    comments = read_comments(comments_of((5, 1, "five"), (6, -1, "six"), (7, 0, "seven"), (8, 1, "eight")))

    assert conversation_of(matrix, comments).statements == ("5", "7", "8")
    assert conversation_of(matrix).statements == ("5", "6", "7")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=60))
def test_words_are_read_as_they_were_written(words):
    (comment,) = read_comments(comments_of((0, 1, words)))

    assert comment.text == words.strip()


def test_the_line_of_a_statement_is_where_its_row_begins():
    comments = read_comments(comments_of((5, 1, "one\ntwo\nthree"), (6, 1, "next")))

    assert [comment.line for comment in comments] == [2, 5]


@pytest.mark.parametrize("name", ["votes.csv.gz", "participants-votes.csv.gz"])
def test_shared_conversations_have_the_numbers_of_their_reference(name):
    compared = 0
    for folder in sorted(shared_polis().glob("*/")):
        if not (folder / name).exists() or not (folder / "reference.json.gz").exists():
            continue
        expected = json.loads(gzip.decompress((folder / "reference.json.gz").read_bytes()))["input"]
        with gzip.open(folder / name) as votes, gzip.open(folder / "comments.csv.gz") as file:
            read, comments = read_votes(votes), read_comments(file)

        found = {
            "participants": len(read.participant_ids),
            "statements_with_votes": len(set(read.columns.tolist())),
            "statements_total": len(comments),
            "votes": len(read.votes),
            "moderated_out": sum(comment.moderated == -1 for comment in comments),
        }

        assert found == {key: expected[key] for key in found}, folder.name
        compared += 1
    assert compared >= 6
