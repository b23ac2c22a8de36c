"""Reading pools, quotas and census files as people save them, and one clear reason for what can't be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernels.sortition.pool import Malformed
from trellis.kernels.sortition.quotas import Quota
from trellis.kernels.sortition.reading import read_answers, read_pool, read_population, read_quotas

QUOTAS = b"feature,value,min,max\ngender,f,1,2\ngender,m,1,2\n"


def quotas():
    return read_quotas(QUOTAS).quotas


@pytest.mark.parametrize(
    "content",
    [
        QUOTAS,
        QUOTAS.replace(b"\n", b"\r\n"),
        QUOTAS.rstrip(b"\n"),
        b"\xef\xbb\xbf" + QUOTAS,
        QUOTAS.replace(b",", b";"),
        QUOTAS.replace(b",", b"\t"),
        QUOTAS.replace(b",", b" , "),
        QUOTAS + b",,,\n\n",
        b"\n" + QUOTAS,
        QUOTAS.replace(b"feature,value", b"category,name"),
        QUOTAS.replace(b"feature,value,min,max", b"Feature,VALUE,Min,Max"),
        b"note,feature,value,min,max\nx,gender,f,1,2\n,gender,m,1,2\n",
        b'"feature","value","min","max"\n"gender","f","1","2"\n"gender","m","1","2"\n',
        b"feature,value,min,max,\ngender,f,1,2,\ngender,m,1,2,\n",
    ],
)
def test_the_same_quotas_however_they_are_saved(content):
    assert read_quotas(content).quotas.limits == (Quota("gender", "f", 1, 2), Quota("gender", "m", 1, 2))


def test_limits_may_say_how_far_they_stretch():
    found = read_quotas(b"feature,value,min,max,min_flex,max_flex\ngender,f,2,3,1,5\n")

    assert found.quotas.limits == (Quota("gender", "f", 2, 3, 1, 5),)


@pytest.mark.parametrize(
    ("content", "line", "field", "reason"),
    [
        (b"", 0, "", "is empty; the first line must name the columns"),
        (b"feature,value,min,max\n", 1, "", "no quota follows the heading"),
        (b"feature,value,min\ng,f,1\n", 1, "max", "the heading needs the columns feature, value, min, max"),
        (b"feature,category,value,min,max\na,b,c,1,2\n", 1, "category", "there are two columns for feature"),
        (b"feature,value,min,max\ng,f,1\n", 2, "", "has 3 cells, but the heading has 4"),
        (b"feature,value,min,max\ng,f,1,2\ng,m,two,2\n", 3, "min", "must be a whole number from 0, not 'two'"),
        (b"feature,value,min,max\ng,f,1,2.0\n", 2, "max", "must be a whole number from 0, not '2.0'"),
        (b"feature,value,min,max\ng,f,-1,2\n", 2, "min", "must be a whole number from 0, not '-1'"),
        (b"feature,value,min,max\ng,f,1,\n", 2, "max", "is empty"),
        (b"feature,value,min,max\n,f,1,2\n", 2, "feature", "is empty"),
        (b"feature,value,min,max\ng,,1,2\n", 2, "value", "is empty"),
        (b"feature,value,min,max\ng,f,3,2\n", 2, "min", "the minimum of g f (3) is above its maximum (2)"),
        (b"feature,value,min,max\ng,f,1,99999999999999999999999\n", 2, "max", "is larger than 1,000,000"),
        (b"feature,value,min,max\ng,f,1,2\n\ng,f,1,2\n", 4, "value", "g f has a quota already"),
        (b"feature,value,min,max\ng,f,1,2\ng,F,1,2\n", 3, "value", "'F' and 'f' differ only in case or spaces"),
        (b"feature,value,min,max\ng,f,1,2\nG,m,1,2\n", 3, "feature", "'G' and 'g' differ only in case or spaces"),
        (
            b"feature,value,min,max,min_flex\ng,f,1,2,1\n",
            1,
            "",
            "has only one of the columns min_flex and max_flex; both are needed, or none",
        ),
        (b"feature,value,min,max,min_flex,max_flex\ng,f,1,2,2,2\n", 2, "min_flex", "2 is above the minimum (1) it is to stretch"),
        (b"feature,value,min,max,min_flex,max_flex\ng,f,1,2,1,1\n", 2, "max_flex", "1 is below the maximum (2) it is to stretch"),
        ("feature,value,min,max\ng,ü,1,2\n".encode("latin-1"), 2, "", "is not UTF-8 text; save it as “CSV UTF-8”"),
        ("feature,value,min,max\n".encode("utf-16"), 1, "", "is UTF-16 text; save it as “CSV UTF-8”"),
        (b"feature,value,min,max\ng,f\0,1,2\n", 2, "", "holds a zero byte, so it is not a text table"),
        (b'feature,value,min,max\ng,"f,1,2\n', 2, "", "is not a table: unexpected end of data"),
    ],
)
def test_quotas_that_make_no_sense_get_one_reason_with_its_place(content, line, field, reason):
    with pytest.raises(Malformed) as refused:
        read_quotas(content)

    assert (refused.value.line, refused.value.field, refused.value.reason) == (line, field, reason)


def test_a_pool_with_its_other_columns():
    content = b"id,name,gender,street,no\na1,Ann,f,High St,1\nb2,Bob,m,,\nc3,Cy,m, high  st ,1\n"

    found = read_pool(content, quotas(), others=["street", "no"])

    assert found.pool.ids == ("a1", "b2", "c3")
    assert found.pool.features == ("gender",)
    assert found.pool.values == (("f",), ("m",), ("m",))
    assert found.households() == ("high st\n1", None, "high st\n1")


@pytest.mark.parametrize(
    ("heading", "asked", "column"),
    [
        (b"id,key,gender", None, "id"),
        (b"key,ID,gender", None, "ID"),
        (b"key,nationbuilder_id,gender", None, "nationbuilder_id"),
        (b"number,name,gender", None, "number"),
        (b"id,key,gender", "key", "key"),
    ],
)
def test_which_column_tells_people_apart(heading, asked, column):
    assert read_pool(heading + b"\n1,2,f\n", quotas(), id_column=asked).id_column == column


@pytest.mark.parametrize(
    ("content", "line", "field", "reason"),
    [
        (b"id,gender\n", 1, "", "nobody is in the pool"),
        (b"id,sex\n1,f\n", 1, "gender", "there is no column 'gender'"),
        (
            b"id,Gender\n1,f\n",
            1,
            "gender",
            "there is no column 'gender'; did you mean 'Gender'? It must be written the same way in both files",
        ),
        (b"id,gender,gender\n1,f,f\n", 1, "gender", "there are two columns of this name"),
        (b"id,nationbuilder_id,gender\n1,1,f\n", 1, "id", "which column tells people apart? There are id and nationbuilder_id"),
        (b"id,gender\n1,f\n1,m\n", 3, "id", "'1' is already in line 2"),
        (b"id,gender\n1,f\n 1 ,m\n", 3, "id", "'1' is already in line 2"),
        (b"id,gender\n,f\n", 2, "id", "nobody is named: the id is empty"),
        (b"id,gender\n1,x\n", 2, "gender", "'x' has no quota"),
        (b"id,gender\n1,\n", 2, "gender", "is empty"),
        (b"id,gender\n1,F\n", 2, "gender", "'F' has no quota; did you mean 'f'? It must be written the same way in both files"),
    ],
)
def test_pools_that_make_no_sense_get_one_reason_with_its_place(content, line, field, reason):
    with pytest.raises(Malformed) as refused:
        read_pool(content, quotas())

    assert (refused.value.line, refused.value.field, refused.value.reason) == (line, field, reason)


def test_a_census_file():
    found = read_population(b"feature,value,people\ngender,f,51\ngender,m,49\nage,young,10\nage,old,30\n")

    assert found.features == ("gender", "age")
    assert found.values("age") == ("young", "old")
    assert found.share("gender", "f") == 0.51
    assert found.share("age", "old") == 0.75
    assert found.share("age", "ancient") == 0


@pytest.mark.parametrize(
    ("content", "line", "field", "reason"),
    [
        (b"feature,value,people\n", 1, "", "no row follows the heading"),
        (b"feature,value\ng,f\n", 1, "people", "the heading needs the columns feature, value, people"),
        (b"feature,value,people\ng,f,1\ng,f,2\n", 3, "value", "g f is there already"),
        (b"feature,value,people\ng,f,0\ng,m,0\n", 0, "people", "nobody in the population has any value of g"),
        (b"feature,value,people\ng,f,-4\n", 2, "people", "must be a whole number from 0, not '-4'"),
    ],
)
def test_census_files_that_make_no_sense(content, line, field, reason):
    with pytest.raises(Malformed) as refused:
        read_population(content)

    assert (refused.value.line, refused.value.field, refused.value.reason) == (line, field, reason)


def test_quotas_know_their_lines():
    found = read_quotas(b"feature,value,min,max\n\ngender,f,1,2\ngender,m,1,2\n")

    assert [found.line_of(quota) for quota in found.quotas.limits] == [3, 4]


def test_answers_of_a_panel():
    found = read_answers(b"id,answer\na,stays\nb,declined\nc,stays\nd,unavailable\n")

    assert (found.stays, found.declined, found.unavailable) == (("a", "c"), ("b",), ("d",))


@pytest.mark.parametrize(
    ("content", "line", "field", "reason"),
    [
        (b"id,answer\na,no\n", 2, "answer", "must be stays, declined or unavailable, not 'no'"),
        (b"id,answer\na,stays\na,declined\n", 3, "id", "'a' is there already"),
        (b"id\na\n", 1, "answer", "the heading needs the columns id, answer"),
    ],
)
def test_answers_that_make_no_sense(content, line, field, reason):
    with pytest.raises(Malformed) as refused:
        read_answers(content)

    assert (refused.value.line, refused.value.field, refused.value.reason) == (line, field, reason)


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: b"id,gender\n" + text.encode("utf-8", "surrogatepass")))
def test_whatever_is_given_it_is_read_or_refused(content):
    for read in (read_quotas, read_population, read_answers, lambda given: read_pool(given, quotas())):
        try:
            read(content)
        except Malformed as refused:
            assert refused.reason
