"""The pages about things to borrow."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_person
from trellis.apps.exchange.actions import items_loans as actions
from trellis.apps.exchange.models import Item, Loan
from trellis.apps.exchange.tests.test_items import NOW, ask, do, drill, keeper, ladder, library  # noqa: F401  fixtures
from trellis.core.files.models import StoredFile
from trellis.core.files.tests.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def key():
    return {"form_key": str(uuid.uuid4())}


def test_a_thing_is_lent_and_borrowed_on_pages_and_sent_twice_counts_once(client, keeper, library):  # noqa: F811
    client.force_login(keeper)
    page = client.post(reverse("lend-new"), {"title": "", "most_days": "0"} | key()).content.decode()
    assert "Say what it is" in page
    told = {
        "lender": str(library.pk),
        "title": "Drill <b>",
        "kind": "tools",
        "most_days": "14",
        "says_yes_by_itself": "on",
        "seen_by": "everybody",
    }
    told |= key()
    for _twice in range(2):
        assert client.post(reverse("lend-new"), told).status_code == 302
    item = Item.objects.get()
    client.force_login(make_person())
    assert "Drill &lt;b&gt;" in client.get(reverse("lend-things"), {"q": "drill"}).content.decode()
    assert "Nothing like that yet" in client.get(reverse("lend-things"), {"q": "piano"}).content.decode()
    asked = {"days": "99"} | key()
    assert "at most 14 days" in client.post(reverse("lend-ask", args=[item.pk]), asked).content.decode()
    asked["days"] = "7"
    for _twice in range(2):
        sent = client.post(reverse("lend-ask", args=[item.pk]), asked)
    loan = Loan.objects.get()
    assert sent.url == reverse("lend-loan", args=[loan.pk])
    handed = reverse("lend-step", args=[loan.pk, "handed"])
    form = key()
    for _twice in range(2):
        assert client.post(handed, form).status_code == 302
    late = client.post(handed, key(), follow=True).content.decode()
    assert "This can no longer be done" in late
    assert "I brought it back" in late
    assert client.get(reverse("lend-step", args=[loan.pk, "yes"])).status_code == 404
    client.post(reverse("lend-loan", args=[loan.pk]), {"words": "By the clock tower?"} | key())
    assert "By the clock tower?" in client.get(reverse("lend-loan", args=[loan.pk])).content.decode()


def test_a_visitor_sees_what_is_public_and_is_asked_to_sign_in_for_the_rest(client, drill, ladder):  # noqa: F811
    shown = client.get(reverse("lend-things")).content.decode()
    assert ("Drill" in shown, "Ladder" in shown) == (True, False)
    assert client.get(reverse("lend-thing", args=[drill.pk])).status_code == 200
    assert client.get(reverse("lend-thing", args=[ladder.pk])).status_code == 404
    assert client.get(reverse("lend-ask", args=[ladder.pk])).status_code == 302


def test_a_picture_is_seen_by_who_sees_the_thing(client, ladder):  # noqa: F811
    client.force_login(ladder.owner)
    address = reverse("lend-picture", args=[ladder.pk])
    refused = client.post(address, {"picture": SimpleUploadedFile("a.png", b"not a picture")} | key())
    assert refused.status_code == 200
    for _again in range(2):
        client.post(address, {"picture": SimpleUploadedFile("a.png", png())} | key())
    photo = reverse("stored_file", args=[StoredFile.objects.get().pk])
    assert photo in client.get(reverse("lend-thing", args=[ladder.pk])).content.decode()
    assert client.get(photo).status_code == 200
    client.logout()
    assert client.get(photo).status_code == 404


@pytest.mark.parametrize("n_things", [1, 3])
def test_the_lists_ask_the_database_the_same_for_one_and_for_three(client, keeper, library, n_things, django_assert_num_queries):  # noqa: F811
    borrower = make_person()
    for number in range(n_things):
        item = Item.objects.create(organization=library, kind="tools", title=f"Thing {number}", says_yes_by_itself=True, added_at=NOW)
        do(actions.hand_over, ask(item, borrower), keeper)
    with django_assert_num_queries(2):
        client.get(reverse("lend-things"))
    client.force_login(borrower)
    with django_assert_num_queries(7):
        client.get(reverse("lend-loans"))
