"""Made-up rotas of the form of the shared one: four starts a day, two to four hours, one to three places; the same for the same seed."""

from random import Random
from typing import Any

STARTS = (8, 12, 16, 20)


def made(
    volunteers: int = 200,
    shifts: int = 500,
    *,
    seed: int = 0,
    availability: float = 0.05,
    days: int = 28,
    capacity: float = 1.0,
    leads: float = 0.36,
    lead_shifts: float = 0.28,
    rest: int = 11,
) -> dict[str, Any]:
    """A document as `trellis rota` reads it. availability: the part of the shifts that each person can take. capacity: of the usual."""
    random = Random(seed)
    rows = []
    for day in sorted(random.randrange(days) for _ in range(shifts)):
        start = 24 * day + random.choice(STARTS)
        need, needs_lead = random.choices((1, 2, 3), (5, 3, 2))[0], random.random() < lead_shifts
        shift = {"id": len(rows), "day": day, "start_hour": start, "end_hour": start + random.choice((2, 3, 4))}
        rows.append(shift | {"need": need, "needs_lead": needs_lead})
    people = []
    for number in range(volunteers):
        usual = random.choices((3, 5, 8, 12), (4, 3, 2, 1))[0]
        can = [[shift, random.randrange(4)] for shift in range(shifts) if random.random() < availability]
        people.append(
            {
                "id": number,
                "capacity": max(1, round(capacity * usual)),
                "per_week": {3: 2, 5: 3, 8: 3, 12: 4}[usual],
                "lead": random.random() < leads,
                "can": can,
            }
        )
    return {"volunteers": people, "shifts": rows, "rest_hours": rest, "week": "day//7"}
