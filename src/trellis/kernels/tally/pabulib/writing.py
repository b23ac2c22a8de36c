"""From an Election to a Pabulib file that means the same."""

from collections.abc import Iterable

from trellis.kernels.tally.election import Election, Project
from trellis.kernels.tally.pabulib.money import write_number

PROJECT_COLUMNS = ("project_id", "cost", "name", "category", "neighborhood", "target")


def write_pabulib(election: Election) -> str:
    """An election as the text of a Pabulib file (LF line ends). Reading it again gives an equal election.

    Rows that came from a file are written as they came; an election made in memory gets voter ids 1, 2, 3 ...
    """
    lines = ["META", "key;value"]
    lines += [row((key, value)) for key, value in written_meta(election).items()]
    lines += ["PROJECTS", *project_lines(election)]
    lines += ["VOTES", *vote_lines(election)]
    return "\n".join(lines) + "\n"


def written_meta(election: Election) -> dict[str, str]:
    meta = dict(election.meta)
    meta.setdefault("num_projects", str(len(election.projects)))
    meta.setdefault("num_votes", str(election.n_voters))
    meta.setdefault("budget", write_number(election.budget, election.scale))
    meta.setdefault("vote_type", election.vote_type)
    return meta


def project_lines(election: Election) -> Iterable[str]:
    headings = list(dict.fromkeys(heading for project in election.projects for heading in written_columns(project, election)))
    yield row(headings)
    for project in election.projects:
        columns = written_columns(project, election)
        yield row([columns.get(heading, "") for heading in headings])


def written_columns(project: Project, election: Election) -> dict[str, str]:
    if project.columns:
        return dict(project.columns)
    labels = (project.categories, project.neighborhoods, project.targets)
    cells = (project.id, write_number(project.cost, election.scale), project.name, *(",".join(label) for label in labels))
    return dict(zip(PROJECT_COLUMNS, cells, strict=True))


def vote_lines(election: Election) -> Iterable[str]:
    if election.voters is not None:
        yield row(election.voters.columns)
        yield from election.voters.lines
        return
    ballots = election.ballots
    yield "voter_id;vote" + (";points" if ballots.points is not None else "")
    ids = [project.id for project in election.projects]
    rows = [vote_cells(election, ids, number) for number in range(len(ballots))]
    for voter, number in enumerate(election.ballot_of_voter.tolist(), start=1):
        yield row((str(voter), *rows[number]))


def vote_cells(election: Election, ids: list[str], number: int) -> tuple[str, ...]:
    ballots = election.ballots
    listed = ",".join(ids[project] for project in ballots.row(number))
    if ballots.points is None:
        return (listed,)
    points = ballots.points[ballots.starts[number] : ballots.starts[number + 1]]
    return listed, ",".join(write_number(int(point), ballots.points_scale) for point in points)


def row(cells: Iterable[str]) -> str:
    return ";".join(quoted(cell) for cell in cells)


def quoted(cell: str) -> str:
    """Quote what would be read otherwise: separators, quotes and line ends."""
    if any(mark in cell for mark in ';"\n\r'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
