"""What people need, for themselves and for those who lead a group and were given leave to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trellis.apps.people.models.profile import Profile
from trellis.apps.people.models.purposes import ACCESS_NEEDS
from trellis.apps.people.queries.consent import consents_to
from trellis.apps.people.queries.membership import members_of
from trellis.core.references import Ref


@dataclass(frozen=True)
class ToldNeeds:
    """What one member lets the leaders of a group know, under the name the member has in that group."""

    name: str
    needs: list[str]
    words: str
    languages: str


def profile_of(person) -> Profile | None:
    """A person's own profile, or None while they told nothing."""
    return Profile.objects.filter(person=person).first()


def needs_told_to(group: Ref, *, now: datetime) -> list[ToldNeeds]:
    """What members who agreed to it need; people who did not agree, or who left, are not in it. Who may read it is for the caller."""
    agreed = set(consents_to(group, ACCESS_NEEDS.code, now=now).values_list("person_id", flat=True))
    names = {each.person_id: each.display_name for each in members_of(group).filter(person__in=agreed)}
    told = Profile.objects.filter(person__in=names)
    found = [ToldNeeds(names[each.person_id], each.need_names, each.needs_words, each.languages) for each in told]
    return sorted(found, key=lambda each: each.name.casefold())
