"""Limits on what the projects of one category, neighbourhood or target group may cost together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trellis.kernels.tally.election import Election, Project

COLUMNS = {"category": "categories", "neighborhood": "neighborhoods", "target": "targets"}


@dataclass(frozen=True, eq=False)
class Room:
    """How much each limit still allows. `shut` are the projects that no longer fit; without limits it stays empty."""

    costs: list[int]
    members: Mapping[tuple[str, str], list[int]] = field(default_factory=dict)
    labels: list[list[tuple[str, str]]] = field(default_factory=list)
    left: Mapping[tuple[str, str], int] = field(default_factory=dict)
    shut: list[int] = field(default_factory=list)

    def after(self, project: int) -> "Room":
        """The room that is left once a project is bought."""
        if not self.left or not self.labels[project]:
            return self
        left = dict(self.left)
        shut = set(self.shut)
        for label in self.labels[project]:
            left[label] -= self.costs[project]
            shut.update(other for other in self.members[label] if self.costs[other] > left[label])
        return Room(self.costs, self.members, self.labels, left, sorted(shut))

    def fits(self, project: int) -> bool:
        return not self.left or all(self.costs[project] <= self.left[label] for label in self.labels[project])


def open_room(election: Election, limits: Mapping[str, Mapping[str, int]]) -> Room:
    """The room before anything is bought; a project dearer than its limit is shut from the start."""
    costs = election.costs
    left = {(column, label): amount for column, labels in limits.items() for label, amount in labels.items()}
    if not left:
        return Room(costs)
    labels = [[label for label in labels_of(project) if label in left] for project in election.projects]
    members: dict[tuple[str, str], list[int]] = {label: [] for label in left}
    for project, own in enumerate(labels):
        for label in own:
            members[label].append(project)
    shut = [project for project, own in enumerate(labels) if any(costs[project] > left[label] for label in own)]
    return Room(costs, members, labels, left, shut)


def labels_of(project: Project) -> list[tuple[str, str]]:
    return [(column, label) for column, attribute in COLUMNS.items() for label in getattr(project, attribute)]
