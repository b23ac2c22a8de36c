"""Who can be on a panel at all. Profiles that are on no valid panel have chance 0 in every lottery, so no objective counts them.

Source: Flanigan et al. (2021), who also take such people out of the pool before they optimise.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trellis.kernels.sortition.programme import Counts, Programme
from trellis.kernels.sortition.whole import Cell, WholePanels


@dataclass(frozen=True)
class Coverage:
    """covered: per profile whether it is on some valid panel. panels: valid panels that show it."""

    covered: NDArray[np.bool_]
    panels: list[Counts]


def on_some_panel(programme: Programme) -> Coverage:
    """Find valid panels until every profile is on one, or is proved to be on none. Raises Impossible if there is no valid panel."""
    given = programme.conditions
    quick = WholePanels(programme)
    anywhere = Cell(np.zeros_like(given.most), given.most, given.lower, given.upper)
    covered = np.zeros(len(given.most), bool)
    panels: list[Counts] = []
    while not covered.all():
        weights = (~covered).astype(float)
        panel = quick.find(weights, anywhere)
        if panel is None or not (panel[~covered] > 0).any():
            panel = programme.best_panel(weights)
            if not (panel[~covered] > 0).any():
                break
        panels.append(panel)
        covered |= panel > 0
    return Coverage(covered, panels)
