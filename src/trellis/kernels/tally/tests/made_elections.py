"""Small made-up elections for the tests of explanations, and equal shares counted voter by voter in plain fractions."""

from fractions import Fraction

from hypothesis import strategies as st

from trellis.kernels.tally import Election, read_pabulib

CATEGORIES = ("nature", "culture")


def election_of(
    budget: int, costs: dict[str, int], ballots: list[list[str]], *, columns: dict[str, list[str]] | None = None, categories=None
) -> Election:
    """An approval election: costs by id, and who approves what."""
    columns = columns or {}
    lines = ["META", "key;value", f"budget;{budget}", "vote_type;approval", "PROJECTS"]
    lines.append("project_id;cost" + (";category" if categories else ""))
    lines += [f"{id};{cost}" + (f";{categories[id]}" if categories else "") for id, cost in costs.items()]
    lines += ["VOTES", ";".join(["voter_id", "vote", *columns])]
    for number, ballot in enumerate(ballots):
        lines.append(";".join([f"v{number}", ",".join(ballot), *(column[number] for column in columns.values())]))
    return read_pabulib("\n".join(lines).encode())


@st.composite
def elections(draw, *, most_projects: int = 6, most_voters: int = 8) -> Election:
    ids = [f"p{number}" for number in range(draw(st.integers(1, most_projects)))]
    costs = {id: draw(st.integers(1, 12)) for id in ids}
    ballots = draw(st.lists(st.lists(st.sampled_from(ids), unique=True, min_size=1), min_size=1, max_size=most_voters))
    categories = {id: draw(st.sampled_from(CATEGORIES)) for id in ids}
    return election_of(draw(st.integers(1, 40)), costs, ballots, categories=categories)


def paid_by_hand(election: Election, order: list[str], endowment: Fraction) -> list[dict[int, Fraction]]:
    """Who pays what when projects are bought in this order, voter by voter: each the same, or all they have left."""
    left = dict.fromkeys(range(election.n_voters), endowment)
    numbers = {project.id: number for number, project in enumerate(election.projects)}
    rounds = []
    for id in order:
        supporters = [voter for voter, row in enumerate(election.ballot_of_voter) if numbers[id] in election.ballots.row(row)]
        paid = shared(election.costs[numbers[id]], {voter: left[voter] for voter in supporters})
        for voter, amount in paid.items():
            left[voter] -= amount
        rounds.append(paid)
    return rounds


def shared(cost: int, purses: dict[int, Fraction]) -> dict[int, Fraction]:
    """A cost shared evenly among people, none of whom can pay more than they have."""
    missing, paid = Fraction(cost), {}
    for place, voter in enumerate(sorted(purses, key=purses.__getitem__)):
        paid[voter] = min(purses[voter], missing / (len(purses) - place))
        missing -= paid[voter]
    assert missing == 0
    return paid
