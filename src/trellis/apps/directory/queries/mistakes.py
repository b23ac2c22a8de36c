"""Reports of mistakes: what they can be about, those that wait, and the one behind a code."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.apps.directory.models import MergeProposal, Mistake, RecordKind, Suggestion
from trellis.apps.directory.models.upkeep_telling import code_index
from trellis.apps.directory.queries.claiming import open_claims
from trellis.kernels.text import code_is_valid

PARTS = {
    "hours": _("The days or times"),
    "place": _("The place, or how to get in"),
    "contact": _("The phone number, e-mail address or website"),
    "cost": _("What it costs"),
    "who": _("Who it is for"),
    "name": _("The name"),
    "about": _("What it is"),
    "ended": _("It has ended, or is closed"),
    "other": _("Something else"),
}
"""What can be wrong, in the words that readers choose from."""

_ONE_TEXT = {
    RecordKind.SERVICE: {"cost": "fees_description", "who": "eligibility_description", "name": "name", "about": "description"},
    RecordKind.ORGANIZATION: {"name": "name", "about": "description"},
    RecordKind.SPACE: {"cost": "fees_description", "name": "name", "about": "description"},
    RecordKind.LOCATION: {"name": "name"},
}

SECTION_OF = {
    RecordKind.SERVICE: {"hours": "when", "place": "where", "contact": "contacts", "cost": "for-whom", "who": "for-whom"},
    RecordKind.ORGANIZATION: {"contact": "contacts"},
    RecordKind.SPACE: {"hours": "when", "contact": "contacts"},
    RecordKind.LOCATION: {"hours": "when", "contact": "contacts"},
}
"""The page of the record on which a part is changed; "about" where nothing stands here."""


def field_of(mistake: Mistake) -> str:
    """The one text that a report gives anew, or "" when it is about more, or says nothing of what is right."""
    if len(mistake.parts) != 1 or not mistake.right.strip():
        return ""
    return _ONE_TEXT[RecordKind(mistake.kind)].get(mistake.parts[0], "")


def mistakes_for(person) -> QuerySet[Mistake]:
    """The reports that a person may see: keepers all, editors those about their organizations."""
    rows = Mistake.objects.select_related("decided_by")
    if person is None:
        return rows.none()
    if person.holds("keeper"):
        return rows
    scopes = [scope for scope in person.scopes_of("editor") if scope]
    return rows.filter(organization_id__in=scopes)


def waiting_mistakes(person) -> QuerySet[Mistake]:
    """Reports that wait: from a record's own contact first, then oldest first."""
    return mistakes_for(person).filter(state=Mistake.State.WAITING).order_by("-by_contact", "told_at", "id")


def told_under(code: str) -> Suggestion | Mistake | None:
    """What somebody told under this code; None for a code that is wrong or unknown."""
    if not code_is_valid(code):
        return None
    wanted = Q(code_index=code_index(code))
    return Suggestion.objects.filter(wanted).first() or Mistake.objects.filter(wanted).first()


def n_told(person) -> int:
    """How much of what people told waits for this person: claims, reports, suggestions, pairs."""
    n = waiting_mistakes(person).count() + open_claims(person).count()
    if person is not None and person.holds("keeper"):
        n += Suggestion.objects.filter(state=Suggestion.State.WAITING).count()
        n += MergeProposal.objects.filter(state=MergeProposal.State.PROPOSED).count()
    return n
