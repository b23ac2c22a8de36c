"""The example that docs/kernels/panel.md works out by hand."""

import pytest

from trellis.kernels.sortition.drawing import draw_with_dice
from trellis.kernels.sortition.lottery import select
from trellis.kernels.sortition.pool import Pool
from trellis.kernels.sortition.programme import Impossible
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.relaxation import relax
from trellis.kernels.sortition.replacements import relax_for, replace, replacements, vacancies

POOL = Pool(
    ("ann", "bea", "cem", "dan", "eli"),
    ("gender", "area"),
    (("woman", "town"), ("woman", "country"), ("man", "town"), ("man", "town"), ("man", "country")),
)
PANELS = {("ann", "eli"), ("bea", "cem"), ("bea", "dan")}


def quotas(women=(1, 1), men=(1, 1), town=(1, 1), country=(1, 1)) -> Quotas:
    return Quotas(
        (Quota("gender", "woman", *women), Quota("gender", "man", *men), Quota("area", "town", *town), Quota("area", "country", *country))
    )


@pytest.mark.parametrize("objective", ["maximin", "leximin"])
def test_the_three_panels_have_a_third_of_the_tickets_each(objective):
    lottery = select(POOL, quotas(), size=2, objective=objective)

    assert {panel.members for panel in lottery.panels} == PANELS
    assert sorted(panel.tickets for panel in lottery.panels) == [333_333, 333_333, 333_334]
    assert lottery.minimum == 0.333333
    assert lottery.exact.minimum == pytest.approx(1 / 3, abs=1e-9)
    assert lottery.exact.certificate.ceiling.chance.as_integer_ratio() == (1, 3)


def test_with_three_panels_of_one_ticket_each_nothing_is_lost():
    lottery = select(POOL, quotas(), size=2, uniform=3)

    assert {panel.members for panel in lottery.panels} == PANELS
    assert lottery.tickets_of == {"ann": 1, "bea": 2, "cem": 1, "dan": 1, "eli": 1}


def test_somebody_declines():
    free = vacancies(POOL, panel=["bea", "dan"], declined=["dan"])

    lottery = replacements(POOL, quotas(), free)

    assert lottery == replace(POOL, quotas(), panel=["bea", "dan"], declined=["dan"])
    assert free.kept == ("bea",)
    assert [panel.members for panel in lottery.panels] == [("cem",)]
    assert draw_with_dice(lottery, rolls=[0] * 6).members == ("cem",)


def test_somebody_declines_and_nobody_fits():
    free = vacancies(POOL, panel=["bea", "dan"], declined=["dan"], unavailable=["cem"])

    with pytest.raises(Impossible):
        replacements(POOL, quotas(), free)
    changes = relax_for(POOL, quotas(), free).changes

    assert [(change.quota.value, change.limit, change.before, change.after) for change in changes] == [
        ("town", "minimum", 1, 0),
        ("country", "maximum", 1, 2),
    ]
    relaxed = relax_for(POOL, quotas(), free).quotas
    assert [panel.members for panel in replacements(POOL, relaxed, free).panels] == [("eli",)]


def test_quotas_that_contradict():
    assert relax(POOL, quotas(women=(2, 2), men=(0, 2)), size=2).changes == ()

    found = relax(POOL, quotas(women=(2, 2), men=(0, 2), town=(2, 2), country=(0, 2)), size=2)

    assert [(change.quota.value, change.limit, change.before, change.after) for change in found.changes] == [("town", "minimum", 2, 1)]
