"""Gardens: plots and their queue, two who look after one, and harvests for those who had least."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.directory.tests.factories import make_person as make_editor
from trellis.apps.gatherings.actions.gardens import (
    accept_plot,
    add_garden,
    ask_plot,
    change_garden,
    give_plot_up,
    invitation_token,
    keep_plot_on,
    look_after_plots,
    look_after_too,
)
from trellis.apps.gatherings.actions.gardens_harvest import note_harvest, share_out, wish_share
from trellis.apps.gatherings.models import Garden, Harvest, HarvestShare, Plot, Tenancy
from trellis.apps.gatherings.queries.gardens import gardens_now, picked_by_month
from trellis.apps.gatherings.tests.factories import NOW, make_gathering, make_series
from trellis.apps.people.actions import block_person, join_group
from trellis.apps.people.tests.holders import make_person
from trellis.core.actions import NotFound, Refused, WrongState, acting, as_program
from trellis.core.forgetting.erasing import erase
from trellis.core.letters.models import Letter
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TOLD = {"name": "Martello Garden", "season_ends_on": date(2027, 10, 31)}


@pytest.fixture
def organization():
    return make_organization(name="Martello Growers")


@pytest.fixture
def garden(organization) -> Garden:
    """Two plots, one of them raised."""
    with as_program():
        return Garden.objects.get(pk=add_garden(organization, told=TOLD, plots=["1", "2"], raised=["2"], now=NOW))


def ask(garden, n, **told) -> Tenancy:
    person = make_person(email=f"g{n}@example.org")
    with acting(person):
        return Tenancy.objects.get(pk=ask_plot(garden, now=NOW + timedelta(seconds=n), **told))


def do(deed, tenancy, *, person=None, now=NOW, **told):
    with acting(person or tenancy.person):
        return deed(plot=tenancy.pk, now=now, **told)


def states(*rows) -> list[str]:
    return [Tenancy.objects.get(pk=each.pk).state for each in rows]


def test_plots_go_in_the_order_of_asking_and_raised_ones_to_who_needs_them(garden):
    plain, other, raised, last = ask(garden, 1), ask(garden, 2), ask(garden, 3, raised_only=True), ask(garden, 4)
    assert states(plain, other, raised, last) == ["taken", "taken", "waiting", "waiting"]
    assert (plain.plot.name, other.plot.name) == ("1", "2")
    do(give_plot_up, plain)
    assert states(raised, last) == ["waiting", "held"]
    do(give_plot_up, other)
    assert states(raised, last) == ["held", "held"]
    look_after_plots(now=NOW + 3 * DAY)
    assert states(raised, last) == ["passed_on", "passed_on"]
    with pytest.raises(WrongState, match="went on to"):
        do(accept_plot, last, now=NOW + 3 * DAY)


def test_a_plot_is_looked_after_by_two_and_stays_with_the_other(garden):
    first = ask(garden, 1)
    second, third = make_person(email="second@example.org"), make_person(email="third@example.org")
    token = invitation_token(first)
    with pytest.raises(NotFound):
        do(look_after_too, first, person=second, token="0" * 40)
    do(look_after_too, first, person=second, token=token)
    with pytest.raises(WrongState, match="Two people"):
        do(look_after_too, first, person=third, token=token)
    with pytest.raises(WrongState, match="already"):
        do(look_after_too, first, person=second, token=token)
    do(give_plot_up, first)
    first.refresh_from_db()
    assert (first.person, first.second, first.state) == (second, None, "taken")


def test_an_invitation_from_somebody_blocked_leads_nowhere(client, garden):
    first, other = ask(garden, 1), make_person(email="other@example.org")
    elsewhere = Ref.to(make_organization(name="Elsewhere"))
    with acting(first.person):
        membership = join_group(first.person, group=elsewhere, display_name="Robin", now=NOW)
    with acting(other):
        join_group(other, group=elsewhere, display_name="Heron", now=NOW)
        block_person(other, membership=membership, now=NOW)
    with pytest.raises(NotFound):
        do(look_after_too, first, person=other, token=invitation_token(first))
    client.force_login(other)
    assert client.get(reverse("gardens-too", args=[first.pk, invitation_token(first)])).status_code == 404


def test_who_is_erased_leaves_the_plot_to_the_other_or_to_the_next(garden):
    first, alone, waiting = ask(garden, 1), ask(garden, 2), ask(garden, 3)
    second = make_person(email="second@example.org")
    do(look_after_too, first, person=second, token=invitation_token(first))
    erase(first.person, now=NOW)
    erase(alone.person, now=NOW)
    look_after_plots(now=NOW + DAY)
    assert Tenancy.objects.get(pk=first.pk).person == second
    assert states(waiting) == ["held"]
    assert not Tenancy.objects.filter(pk=alone.pk).exists()


def test_a_season_ends_and_who_keeps_it_on_keeps_it(garden):
    keeps, leaves, waits = ask(garden, 1), ask(garden, 2), ask(garden, 3)
    with as_program():
        change_garden(garden, told={"season_ends_on": date(2028, 10, 31)}, plots=["1", "2"], now=NOW)
    assert Letter.objects.filter(subject="A new season", channel="page").count() == 2
    do(keep_plot_on, keeps)
    look_after_plots(now=NOW.replace(year=2027))
    assert states(keeps, leaves, waits) == ["taken", "over", "held"]


def test_only_those_who_keep_it_change_a_garden_and_one_asks_once(garden):
    mine = ask(garden, 1)
    with acting(mine.person):
        with pytest.raises(Refused):
            change_garden(garden, told={"name": "Mine"}, plots=[], now=NOW)
        with pytest.raises(WrongState, match="asked already"):
            ask_plot(garden, now=NOW)
    with acting(make_person()), pytest.raises(NotFound):
        give_plot_up(plot=mine.pk, now=NOW)


def harvested(garden, by, *people, n_shares=1, now=NOW) -> Harvest:
    with acting(by):
        made = note_harvest(garden, what="Courgettes", amount=4000, measure="grams", picked_on=now.date(), n_shares=n_shares, now=now)
    harvest = Harvest.objects.get(pk=made)
    for each in people:
        with acting(each):
            wish_share(harvest, now=now)
            wish_share(harvest, now=now)
    with acting(by):
        share_out(harvest, now=now)
    return harvest


def test_a_harvest_goes_to_those_who_had_least_and_says_why(garden):
    one, two = (ask(garden, n).person for n in (1, 2))
    got = [{each.person for each in harvested(garden, one, one, two, now=NOW + n * DAY).shares.all() if each.got}.pop() for n in range(4)]
    assert {got[0], got[1]} == {one, two} == {got[2], got[3]}
    harvest = Harvest.objects.order_by("-noted_at").first()
    assert {each.had_before for each in harvest.shares.all()} == {1, 2}
    body = Letter.objects.filter(recipient=got[3], channel="page").order_by("-queued_at").first().body
    assert "A share is yours." in body
    assert "you had had 1 share." in body
    for deed in (share_out, wish_share):
        with acting(one), pytest.raises(WrongState, match="shared out already"):
            deed(harvest, now=NOW)


def test_only_people_of_the_garden_wish_and_nobody_picks_tomorrow(garden):
    one = ask(garden, 1).person
    with acting(one):
        with pytest.raises(WrongState, match="still to come"):
            note_harvest(garden, what="Figs", amount=3, measure="pieces", picked_on=NOW.date() + DAY, now=NOW)
        made = note_harvest(garden, what="Figs", amount=3, measure="pieces", picked_on=NOW.date(), n_shares=2, now=NOW)
    with acting(make_person()), pytest.raises(Refused):
        wish_share(Harvest.objects.get(pk=made), now=NOW)
    erase(one, now=NOW)
    assert Harvest.objects.get().person is None
    assert not HarvestShare.objects.exists()


def test_totals_by_month_and_lists_in_so_many_queries(garden, django_assert_num_queries):
    one = ask(garden, 1).person
    for n in range(3):
        harvested(garden, one, now=NOW + n * DAY)
    assert [(each.grams, each.pieces) for each in picked_by_month(garden, NOW.date() + 3 * DAY)] == [(12000, 0)]
    with django_assert_num_queries(3):
        assert [(each.n_plots, each.n_free) for each in gardens_now()] == [(2, 1)]
    with as_program():
        for n in range(2):
            add_garden(garden.organization, told=TOLD | {"name": f"Garden {n}"}, plots=["1"], now=NOW)
    with django_assert_num_queries(3):
        assert len(gardens_now()) == 3


def test_pages_of_a_garden(client, garden, organization, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    make_gathering(make_series(organization, kind="work_day", title="Digging together", places=6))
    address = reverse("garden", args=[garden.pk])
    shown = client.get(address).content.decode()
    assert "2 are free." in shown
    assert "Digging together" in shown
    sent = {"form_key": "7d9c1a52-6d1c-4f6e-8f7b-0d3f0a7f9a11", "address": ""}
    codes = {client.post(address, sent).content.decode().split("<strong><bdi>")[1][:14] for _twice in range(2)}
    assert len(codes) == 1
    assert Tenancy.objects.count() == 1
    tenancy = Tenancy.objects.get()
    assert "Your plot: 1" in client.get(reverse("gardens-plot", args=[tenancy.pk])).content.decode()
    assert client.get(reverse("gardens-picked", args=[garden.pk])).status_code == 302
    client.force_login(make_editor("editor", organization, email="ed@example.org"))
    edit = reverse("gardens-edit", args=[garden.pk])
    told = {"name": "Martello", "season_ends_on_0": "31", "season_ends_on_1": "10", "season_ends_on_2": "2027", "plots": "1\n2 *\n3"}
    assert client.post(edit, told | {"form_key": sent["form_key"]}).status_code == 302
    assert list(Plot.objects.values_list("name", "raised")) == [("1", False), ("2", True), ("3", False)]
    picked = {"what": "Mint", "amount": "300", "measure": "grams", "n_shares": "2", "form_key": sent["form_key"]}
    for _twice in range(2):
        page = client.post(reverse("gardens-picked", args=[garden.pk]), picked)
    assert Harvest.objects.count() == 1
    client.post(page["Location"], {"do": "wish"})
    client.post(page["Location"], {"do": "share_out"})
    assert "A share is yours." in client.get(page["Location"]).content.decode()
