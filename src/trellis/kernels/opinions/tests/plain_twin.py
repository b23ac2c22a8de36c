"""The published pipeline written out plainly over a full table, slowly, to hold the kernel against."""

import math

import numpy as np

from trellis.kernels.opinions import Conversation

Z = 1.2816


def table(made: Conversation) -> np.ndarray:
    """People × statements, not a number where unseen."""
    full = np.full((made.n_participants, made.n_statements), np.nan)
    full[made.rows, made.columns] = made.votes
    return full


def filled(made: Conversation) -> np.ndarray:
    """Rejected and metadata columns 0 for everybody, unseen cells the mean of their column."""
    full = table(made)
    full[:, made.zeroed] = 0.0
    for column in range(made.n_statements):
        votes = full[:, column]
        seen = votes[~np.isnan(votes)]
        votes[np.isnan(votes)] = seen.mean() if len(seen) else 0.0
    return full


def covariance(made: Conversation) -> np.ndarray:
    votes = filled(made)
    votes = votes - votes.mean(axis=0)
    return votes.T @ votes


def place(made: Conversation, person: int, vectors: np.ndarray) -> list[float]:
    full = table(made)
    asked = [column for column in range(made.n_statements) if not np.isnan(full[:, column]).all()]
    means = filled(made).mean(axis=0)
    at, cast = [0.0, 0.0], 0
    for column in asked:
        vote = 0.0 if made.zeroed[column] else full[person, column]
        if math.isnan(vote):
            continue
        cast += 1
        for axis in (0, 1):
            at[axis] += (vote - means[column]) * vectors[axis, column]
    stretch = math.sqrt(len(asked) / max(cast, 1))
    return [value * stretch for value in at]


def count(made: Conversation, people: list[int], statement: int) -> tuple[int, int, int]:
    """Agrees, disagrees, and all votes."""
    votes = [vote for vote in table(made)[people, statement] if not math.isnan(vote)]
    return votes.count(1), votes.count(-1), len(votes)


def share(successes: int, trials: int) -> float:
    return (successes + 1) / (trials + 2)


def half_test(successes: int, trials: int) -> float:
    return 2 * math.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def two_test(one: int, trials: int, two: int, others: int) -> float:
    one, trials, two, others = one + 1, trials + 1, two + 1, others + 1
    together = (one + two) / (trials + others)
    return 0.0 if together == 1 else (one / trials - two / others) / math.sqrt(together * (1 - together) * (1 / trials + 1 / others))


def priority(made: Conversation, people: list[int], statement: int, extremity: float) -> float:
    if made.metadata[statement]:
        return 49.0
    agrees, disagrees, seen = count(made, people, statement)
    passes = seen - agrees - disagrees
    worth = (1 - share(passes, seen)) * (1 + extremity) * share(agrees, seen)
    return (worth * (1 + 8 * 2 ** (-seen / 5))) ** 2


def significant(made: Conversation, groups: list[list[int]], group: int) -> set[tuple[int, str]]:
    """Statements that set a group apart, with the direction in which they do."""
    found = set()
    others = [person for place, people in enumerate(groups) if place != group for person in people]
    for statement in range(made.n_statements):
        if made.zeroed[statement]:
            continue
        inside, outside = count(made, groups[group], statement), count(made, others, statement)
        agree = two_test(inside[0], inside[2], outside[0], outside[2])
        disagree = two_test(inside[1], inside[2], outside[1], outside[2])
        place, name, difference = (0, "agree", agree) if agree > disagree else (1, "disagree", disagree)
        if difference > Z and half_test(inside[place], inside[2]) > Z:
            found.add((statement, name))
    return found
