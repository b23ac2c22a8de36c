"""My groups, and the names one goes by there: any script, kept as typed; never anything of somebody else."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from trellis.apps.people.actions import rename_in_group
from trellis.apps.people.models import Membership
from trellis.apps.people.models.names import LONGEST_NAME, NameNotUsable, usable_name
from trellis.apps.people.queries import naming
from trellis.apps.people.tests.made import CAFE, CHOIR, NOW, a_person, browser_of, joined
from trellis.core.actions import NotFound, acting
from trellis.core.log.models import LogEntry

KEPT = {
    "Latin": "Zoë O’Connor",
    "Arabic": "أَمَل",
    "Persian, with a joiner": "می\u200cخواهم",
    "Devanagari": "क्षिप्रा",
    "Han": "林小雨",
    "four in one": "Ana أمل क्षिप्रा 林",
    "letter and mark apart": "e\u0301le\u0300ne",
    "Thai, stacked marks": "น้ำฝึ่ง",
    "a family of signs": "👩\u200d👩\u200d👧",
    "a left-to-right mark": "\u200eMira (2)",
    "digits": "007",
    "markup": "<b>Bo & Co</b>",
}
TURNED = "Sam\u202egro.elpmaxe\u202c"
NOT_USABLE = {
    "nothing": "", "spaces": " \u2003\u00a0 ", "only joiners": "\u200b\u200d\u200e", "only a mark that turns": "\u202e",
    "a control sign": "Sam\x07", "nul": "Sam\x00", "half a sign": "Sam\ud800", "not a sign": "Sam\uffff",
    "a line": "Sam\u2028x", "private": "Sam\ue000", "81 letters": "x" * 81, "a tower": "Z" + "\u0335" * 9, "dots only": "...",
}  # fmt: skip


@pytest.fixture(autouse=True)
def two_groups(monkeypatch):
    """A choir and a café that some part of the house holds."""
    monkeypatch.setattr(naming, "_describers", {})
    names = {CHOIR.id: naming.Named("Harbour Choir", "/choir"), CAFE.id: naming.Named("مقهى", language="ar")}
    naming.register("test.group", lambda ids: {key: name for key, name in names.items() if key in ids})


@pytest.mark.parametrize("name", KEPT.values(), ids=KEPT)
def test_a_name_is_kept_exactly_as_it_was_typed(name):
    assert usable_name(name) == name


def test_marks_that_turn_the_words_around_them_are_dropped():
    assert usable_name(TURNED) == "Samgro.elpmaxe"


@pytest.mark.parametrize("name", NOT_USABLE.values(), ids=NOT_USABLE)
def test_a_name_that_cannot_be_shown_is_refused_with_a_reason(name):
    with pytest.raises(NameNotUsable) as refusal:
        usable_name(name)
    assert str(refusal.value.reason).endswith((".", "sign."))


@given(st.text(max_size=100))
def test_whatever_is_typed_is_shown_safely_or_refused(name):
    try:
        kept = usable_name(name)
    except NameNotUsable:
        return
    assert usable_name(kept) == kept and 0 < len(kept) <= LONGEST_NAME
    assert kept in name or any(mark in name for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*KEPT.values()], ids=[*KEPT])
def test_the_page_shows_each_name_by_itself(name):
    person = a_person()
    membership = joined(person)
    client, page = browser_of(person), reverse("people-group-rename", args=[membership.pk])
    assert client.post(page, {"display_name": name, "form_key": "7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b1e"}).url == "/me/groups/"
    membership.refresh_from_db()
    assert membership.display_name == name
    from django.utils.html import escape

    assert f"<bdi>{escape(name)}</bdi>" in client.get("/me/groups/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(NOT_USABLE.values()), ids=[*NOT_USABLE])
def test_a_name_that_cannot_be_shown_is_said_beside_the_field_and_changes_nothing(name):
    person = a_person()
    membership = joined(person)
    client, page = browser_of(person), reverse("people-group-rename", args=[membership.pk])
    sent = name.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if "\ud800" in name else name
    response = client.post(page, {"display_name": sent, "form_key": "7e1d1cf5-5f4e-4b39-9d1c-5a7a3f3d0b1e"})
    if "\ud800" in name:  # a browser cannot send one; what arrives in its place can be shown
        return
    assert response.status_code == 200 and "There is a problem" in response.content.decode()
    membership.refresh_from_db()
    assert membership.display_name == "Robin"


@pytest.mark.django_db
def test_the_action_refuses_too():
    person = a_person()
    membership = joined(person)
    with acting(person), pytest.raises(NameNotUsable):
        rename_in_group(membership, display_name="\u202e ", now=NOW)
    with pytest.raises(NameNotUsable):
        joined(a_person("bob@example.org"), name="\x07")
    assert Membership.objects.count() == 1


@pytest.mark.django_db
def test_ones_own_groups_only_and_no_title_or_address_says_which():
    person, other = a_person(), a_person("bob@example.org")
    mine, theirs = joined(person, CHOIR, "Robin"), joined(other, CAFE, "Sam")
    client = browser_of(person)
    text = client.get("/me/groups/").content.decode()
    assert "Harbour Choir" in text and "Robin" in text and "Sam" not in text and "مقهى" not in text
    for page in ("people-group-rename", "people-group-leave"):
        own = client.get(reverse(page, args=[mine.pk]))
        title = own.content.decode().split("<title>")[1].split("</title>")[0]
        assert "Harbour" not in title and "Harbour" not in reverse(page, args=[mine.pk])
        assert client.get(reverse(page, args=[theirs.pk])).status_code == 404
        assert client.post(reverse(page, args=[theirs.pk])).status_code == 404


@pytest.mark.django_db
def test_leaving_is_asked_done_and_not_logged_with_the_group():
    person = a_person()
    membership = joined(person)
    client, page = browser_of(person), reverse("people-group-leave", args=[membership.pk])
    assert "Nobody is told" in client.get(page).content.decode()
    assert client.post(page).url == "/me/groups/"
    assert not Membership.objects.exists()
    assert all(CHOIR.id not in str(vars(entry)) for entry in LogEntry.objects.all())


@pytest.mark.django_db
def test_a_group_that_is_gone_can_still_be_left(monkeypatch):
    monkeypatch.setattr(naming, "_describers", {})
    person = a_person()
    membership = joined(person)
    client = browser_of(person)
    assert "A group that is no longer here" in client.get("/me/groups/").content.decode()
    client.post(reverse("people-group-leave", args=[membership.pk]))
    assert not Membership.objects.exists()


@pytest.mark.django_db
def test_a_membership_is_not_there_for_others():
    membership = joined(a_person())
    with acting(a_person("bob@example.org")), pytest.raises(NotFound):
        rename_in_group(membership, display_name="Eve", now=NOW)


@pytest.mark.django_db
def test_ten_groups_take_no_more_queries_than_one(django_assert_max_num_queries):
    from trellis.core.references import Ref

    person = a_person()
    for number in range(10):
        joined(person, Ref("test.group", f"{number}"), f"Name {number}")
    client = browser_of(person)
    with django_assert_max_num_queries(10):
        client.get("/me/groups/")
