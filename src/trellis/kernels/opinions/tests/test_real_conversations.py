"""Real conversations against what red-dwarf made of them, and which of them keep groups by the honest rules.

Two are beside this file (see data/ATTRIBUTION.md); the larger ones are tried where they are on the machine.
"""

from pathlib import Path

import numpy as np
import pytest

from trellis.kernels.opinions import opinion_map
from trellis.kernels.opinions.tests.conversations import DATA, real
from trellis.kernels.opinions.tests.exports import shared_polis

# In the larger ones its components come from an approximate solver, so that places differ in the fourth decimal, and the
# inertia of the same cut by a few millionths.
PLACES, INERTIA = 1e-3, 1e-5


def folder_of(name: str) -> Path:
    beside = DATA / name
    return beside if beside.is_dir() else shared_polis() / name


@pytest.mark.parametrize(
    ("name", "sizes", "why"),
    [
        ("london.youth.policing", [], "unstable"),
        ("15-per-hour-seattle", [], "unstable"),
        ("bg2050-volunteers", [], "unstable"),
        ("scoop-hivemind.ubi", [], "unstable"),
        ("scoop-hivemind.biodiversity", [375, 66], ""),
        ("austria-climate.7z7ejpbmv5.2022-08-08", [956, 305], ""),
        ("vtaiwan.uberx", [936, 282], ""),
    ],
)
def test_a_real_conversation(name: str, sizes: list[int], why: str):
    made, reference = real(folder_of(name))

    found = opinion_map(made)

    for statement, mean in reference["pca"]["mean"].items():
        assert found.mean[made.statements.index(statement)] == pytest.approx(mean, abs=2e-6)
    theirs = np.array([reference["participants"][participant][:2] for participant in made.participants])
    turn = np.sign((found.coordinates * theirs).sum(axis=0))
    np.testing.assert_allclose(found.coordinates * turn, theirs, atol=PLACES)
    assert int(found.grouped.sum()) == reference["n_clustered"]
    for partition in found.partitions:
        assert partition.inertia <= reference["best_of_100_kmeans"][str(partition.k)]["inertia"] * (1 + INERTIA)
    assert [group.size for group in found.groups] == sizes
    assert found.why_no_groups == why
