"""Up to eight stops in, the order in which to drive them out; or what is in the way.

Times are whole minutes from any zero that the caller chooses, amounts whole grams. Exact: every order that could be better
is tried. Plain Python, so that a page may call it. The law and a worked example: docs/kernels/routes.md.
"""

from .obstacles import Obstacle, Way, obstacles
from .problem import MOST_STOPS, Before, Problem, Stop
from .search import Route, Visit, route

__all__ = ["MOST_STOPS", "Before", "Obstacle", "Problem", "Route", "Stop", "Visit", "Way", "obstacles", "route"]
