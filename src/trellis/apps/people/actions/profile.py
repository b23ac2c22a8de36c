"""Telling what one needs in order to take part."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from trellis.apps.people import events, rules
from trellis.apps.people.models import Profile
from trellis.core.actions import Done, action
from trellis.core.people.models import Person


@action("people.profile.tell", subject=Person, label=_("Save"), allow=rules.is_themselves, event=events.NeedsTold)
def tell_needs(person: Person, *, needs: list[str], needs_words: str, languages: str, now: datetime) -> Done:
    """Keep what the person needs, in the place of what they told before. Nothing told is nothing kept."""
    profile = Profile.objects.filter(person=person).first()
    if not (needs or needs_words or languages):
        if profile is not None:
            profile.delete()
        return Done()
    profile = profile or Profile(person=person)
    profile.needs, profile.needs_words, profile.languages, profile.changed_at = needs, needs_words, languages, now
    profile.save()
    return Done(profile)
