"""What members say together: nobody can be told from it, whatever they say and whenever they say it."""

from hypothesis import given
from hypothesis import strategies as st

from trellis.apps.directory.models.leadership import LeadershipAnswer, Question, Who
from trellis.apps.directory.queries.experienced import picture_from

ANSWER = LeadershipAnswer(saw="people", designed="people", leads="people", decides="people", stands="own", takes_part=[])


def said(decides: str, n: int = 1) -> list[dict]:
    return [{"saw": "people", "designed": "people", "leads": "people", "decides": decides, "stands": "own"}] * n


def test_three_who_see_it_differently_are_several():
    drawn = picture_from(ANSWER, said("service", 3) + said("people", 2), n_members=6)
    assert drawn.questions["decides"] == {"spread": "several", "instead": "service"}
    assert drawn.questions["leads"] == {"spread": "alike", "instead": ""}


def test_two_are_nothing():
    drawn = picture_from(ANSWER, said("service", 2) + said("people", 2), n_members=6)
    assert "decides" not in drawn.questions


def test_what_they_say_instead_is_named_only_when_three_say_the_same():
    drawn = picture_from(ANSWER, said("service", 2) + said("funder", 2), n_members=6)
    assert drawn.questions["decides"] == {"spread": "several", "instead": ""}


def test_a_small_group_gets_no_picture():
    assert picture_from(ANSWER, said("service", 4), n_members=4) is None
    assert picture_from(ANSWER, said("service", 2), n_members=50) is None


def test_most_is_said_from_ten_answers_on():
    assert picture_from(ANSWER, said("service", 9), n_members=20).questions["decides"]["spread"] == "several"
    assert picture_from(ANSWER, said("service", 6) + said("people", 4), n_members=20).questions["decides"]["spread"] == "most"
    assert picture_from(ANSWER, said("service", 5) + said("people", 5), n_members=20).questions["decides"]["spread"] == "several"


def test_the_rung_they_experience():
    assert picture_from(ANSWER, said("service", 3) + said("people", 2), n_members=6).rung == 4
    assert picture_from(ANSWER, said("service", 2) + said("people", 2), n_members=6).rung is None


VIEW = st.fixed_dictionaries({each: st.sampled_from(Who.values) for each in Question.values})


@given(st.lists(VIEW, max_size=12), VIEW, st.integers(0, 20))
def test_one_more_view_never_shows_what_fewer_than_three_say(views, one, n_members):
    """Whatever a picture names is said by three at least: taking any one of them away leaves two who say it."""
    everyone = [*views, one]
    drawn = picture_from(ANSWER, everyone, n_members=n_members)
    for question, told in (drawn.questions if drawn else {}).items():
        sayings = [view[question] for view in everyone]
        claimed = getattr(ANSWER, question)
        if told["spread"] == "alike":
            assert sayings.count(claimed) >= 3
        else:
            assert sum(each not in (claimed, "unknown") for each in sayings) >= 3
        if told["instead"]:
            assert sayings.count(told["instead"]) >= 3
    assert drawn is None or (n_members >= 5 and len(everyone) >= 3)
