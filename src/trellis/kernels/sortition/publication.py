"""A lottery as a document to publish, and back: what a stranger needs to draw again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from trellis.kernels.sortition.lottery import Lottery, lottery_of
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.quotas import Quotas
from trellis.kernels.sortition.tables import MOST_BYTES

MOST_TICKETS = 10**12


def published(lottery: Lottery) -> dict[str, Any]:
    """The lottery as plain data: `panels` with weight, tickets and members, everyone's chance, and the fingerprint of it all."""
    return {
        "objective": lottery.objective,
        "size": lottery.size,
        "min_probability": lottery.minimum,
        "max_probability": lottery.maximum,
        "probabilities": lottery.probabilities,
        "tickets": lottery.tickets,
        "lottery_sha256": lottery.fingerprint,
        "panels": [
            {
                "weight": panel.tickets / lottery.tickets,
                "first_ticket": panel.first,
                "tickets": panel.tickets,
                "members": list(panel.members),
            }
            for panel in lottery.panels
        ],
    }


def read_lottery(content: bytes) -> Lottery:
    """Read a published lottery back. Raises `Malformed` (`field` is the place in the document) if it is not one.

    Everyone's chance is counted again from the tickets; what the document says about it is not believed.
    """
    document = _document(content)
    found = [_panel(panel, f"panels[{number}]") for number, panel in enumerate(_part(document, "panels", list))]
    if not found:
        raise Malformed("there is no panel", field="panels")
    size = len(found[0][1])
    for number, (_, members) in enumerate(found):
        if len(members) != size or len(set(members)) != size:
            raise Malformed(f"must have {size} different members like the first", field=f"panels[{number}].members")
    chances = _part(document, "probabilities", dict)
    for number, (_, members) in enumerate(found):
        for member in members:
            if member not in chances:
                raise Malformed(f"{member!r} is not among the probabilities", field=f"panels[{number}].members")
    lottery = lottery_of(found, objective=_part(document, "objective", str), size=size, ids=tuple(chances))
    if _part(document, "tickets", int) != lottery.tickets:
        raise Malformed(f"is {document['tickets']}, but the panels have {lottery.tickets} together", field="tickets")
    if _part(document, "lottery_sha256", str) != lottery.fingerprint:
        raise Malformed("does not fit the panels; they are not the ones that were published", field="lottery_sha256")
    return lottery


def check_lottery(lottery: Lottery, pool: Pool, quotas: Quotas, *, households: Sequence[str | None] | None = None) -> None:
    """Raise `Malformed` if a panel breaks a quota, has two people of one household, or somebody who is not in the pool."""
    known = set(pool.ids)
    homes = dict(zip(pool.ids, households, strict=True)) if households is not None else {}
    for number, panel in enumerate(lottery.panels):
        strangers = [member for member in panel.members if member not in known]
        if strangers:
            raise Malformed(f"{strangers[0]!r} is not in the pool", field=f"panels[{number}].members")
        broken = quotas.broken_by(pool, panel.members)
        if broken:
            raise Malformed(f"breaks the quota of {broken[0].feature} {broken[0].value}", field=f"panels[{number}].members")
        shared = [homes[member] for member in panel.members if homes.get(member)]
        if len(set(shared)) < len(shared):
            raise Malformed("has two people of one household", field=f"panels[{number}].members")


def _document(content: bytes) -> Mapping[str, Any]:
    if len(content) > MOST_BYTES:
        raise Malformed(f"is larger than {MOST_BYTES // 2**20} MiB")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Malformed("is not JSON", line=getattr(error, "lineno", 0)) from None
    if not isinstance(document, dict):
        raise Malformed("is not a published lottery: one JSON object is expected")
    return document


def _part(document: Mapping[str, Any], name: str, kind: type) -> Any:
    part = document.get(name)
    if not isinstance(part, kind) or isinstance(part, bool):
        raise Malformed("is missing or of the wrong kind", field=name)
    return part


def _panel(panel: Any, where: str) -> tuple[int, list[str]]:
    members = panel.get("members") if isinstance(panel, dict) else None
    tickets = panel.get("tickets") if isinstance(panel, dict) else None
    if not isinstance(members, list) or not members or not all(isinstance(member, str) and member.isprintable() for member in members):
        raise Malformed("must be a list of ids", field=f"{where}.members")
    if type(tickets) is not int or not 1 <= tickets <= MOST_TICKETS:
        raise Malformed("must be a whole number from 1", field=f"{where}.tickets")
    return tickets, members
