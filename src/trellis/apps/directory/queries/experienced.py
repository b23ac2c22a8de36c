"""What members say together about who leads, so that no single member can be told.

The rule, in full:

1. A group of fewer than 5 members gets no picture at all, and nobody learns that this is why.
2. A question is said to be seen differently only when at least 3 members answer it otherwise than the initiative does; how many
   is never said, only "several", and "most" from 10 answers on. What they say instead is named only when 3 of them say the same.
3. The picture is redrawn only when at least 3 members have said or changed something since it was last drawn, so that what
   changed in it can't be laid to the one person who was seen with a phone.
4. A picture stands as long as at least 3 members' views are there. Nothing that a member writes is shown: members choose from
   the short lists, because words give their writer away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from trellis.apps.directory.models.leadership import LeadershipAnswer, LeadershipView, Question, Who
from trellis.apps.directory.queries.ladder import Rung, middle_rung, rung_of, standing_from, standing_of
from trellis.apps.people.models.membership import group_index
from trellis.core.references import Ref

FEWEST_MEMBERS = 5
FEWEST_VIEWS = 3
FEWEST_FOR_MOST = 10

SEVERAL, MOST, ALIKE = "several", "most", "alike"


@dataclass(frozen=True)
class Experienced:
    """What members say together: for each question how many see it differently, and what they say instead; and their rung."""

    questions: dict[str, dict[str, str]] = field(default_factory=dict)
    rung: int | None = None

    def as_content(self) -> dict[str, Any]:
        """As it is kept."""
        return {"questions": self.questions, "rung": self.rung}


def picture_from(answer: LeadershipAnswer, views: Sequence[dict], *, n_members: int) -> Experienced | None:
    """The coarse picture of these views beside the initiative's answer, by the rule above; None where there may be none."""
    if n_members < FEWEST_MEMBERS or len(views) < FEWEST_VIEWS:
        return None
    questions = {each: told for each in Question.values if (told := _question(getattr(answer, each), [view.get(each) for view in views]))}
    return Experienced(questions, _rung(answer, views))


def _question(claimed: str, said: list) -> dict[str, str] | None:
    known = [each for each in said if each in Who.values and each != Who.UNKNOWN]
    otherwise = [each for each in known if each != claimed]
    if len(otherwise) >= FEWEST_VIEWS:
        most = len(known) >= FEWEST_FOR_MOST and len(otherwise) * 2 > len(known)
        instead, count = Counter(otherwise).most_common(1)[0]
        return {"spread": MOST if most else SEVERAL, "instead": instead if count >= FEWEST_VIEWS else ""}
    if len(known) - len(otherwise) >= FEWEST_VIEWS:
        return {"spread": ALIKE, "instead": ""}
    return None


def _rung(answer: LeadershipAnswer, views: Sequence[dict]) -> int | None:
    rungs = [rung for view in views if (rung := rung_of(standing_from(view))) > Rung.NONE]
    if len(rungs) < FEWEST_VIEWS:
        return None
    claimed, middle = rung_of(standing_of(answer)), middle_rung(rungs)
    same_side = [rung for rung in rungs if (rung > claimed) - (rung < claimed) == (middle > claimed) - (middle < claimed)]
    return int(middle) if len(same_side) >= FEWEST_VIEWS else None


def views_of(group: Ref):
    """The views of a group's members, without the people."""
    return LeadershipView.objects.filter(membership__group_index=group_index(group)).order_by("id")
