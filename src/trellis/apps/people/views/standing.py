"""What core/actions/standing_in.py asks of us: who is helped in this browser, and the page in the place of one that is shut."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.apps.people.actions.helping import note_deed
from trellis.apps.people.models import HelpingSession
from trellis.apps.people.queries.helping import open_session, session_between
from trellis.core.actions.standing_in import StandIn
from trellis.core.ui.parts import Link
from trellis.core.ui.views import refused

KEY = "helping"
"""Where the helper's own session keeps the id of the helping session, so that signing out ends it too."""

OPEN_PAGES = (
    "home", "find", "find-map", "find-print", "meetings", "spaces", "places", "place", "who-does-what", "about", "help-now",
    "directory-service", "directory-organization", "directory-organizations", "directory-space", "directory-location",
    "leave", "choose-language", "health", "people-helping", "people-helping-finish", "people-helping-copy",
    "people-contact", "people-contact-way", "people-contact-remove", "people-needs",
    "people-groups", "people-group-rename", "people-group-leave", "worry-new", "worry-follow",
)  # fmt: skip
"""Everything else is shut while somebody is helped: letters, addresses and passkeys, takeout and erasure, what groups talk about."""

OPEN_ACTIONS = {
    "people.contact.tell": gettext_lazy("How you can be reached was written down."),
    "people.contact.remove": gettext_lazy("A way to reach you was taken out."),
    "people.profile.tell": gettext_lazy("What you need, and the languages you speak, were written down."),
    "people.consent.give": gettext_lazy("You said yes to something; it stands under “My consents”."),
    "people.consent.withdraw": gettext_lazy("You took a consent back."),
    "people.membership.join": gettext_lazy("You joined a group."),
    "people.membership.rename": gettext_lazy("You chose another name in a group."),
    "people.membership.leave": gettext_lazy("You left a group."),
}


class HelpingDesk:
    """Finds the helping session of a browser, and keeps what is done in it."""

    def find(self, request: HttpRequest) -> StandIn | None:
        """Who is helped here, while the half hour lasts, the helper may help, and it is the helper's own browser."""
        key = request.session.get(KEY)
        if key is None:
            return None
        session, user = open_session(key, now=timezone.now()), get_user(request)
        if session is None or user.pk != session.helper_id:
            request.session.pop(KEY, None)  # gone already when every session of the helper was ended
            messages.info(request, _("You are no longer helping anybody: it was ended, or the half hour is over."))
            return None
        request.helping_session = session
        bar = SimpleLazyObject(lambda: _bar(session))
        return StandIn(person=session.person, helper=session.helper, channel=session.channel, reason=session.reason, bar=bar)

    def shut(self, request: HttpRequest) -> HttpResponse:
        response = refused(
            request,
            _("While you help somebody, only what you do together is open."),
            next_step=_("Letters, other groups, sign-in, and taking out or erasing data stay with the person alone."),
            next_url=reverse("people-helping"),
            next_label=_("Back to what you do together"),
        )
        response["Cache-Control"] = "no-store, private"
        return response

    def note(self, action: str, row: Any, *, person: Any, helper: Any, now: datetime) -> None:
        """Keep it for the copy."""
        session = session_between(helper, person)
        if session is not None:
            note_deed(session, action, row, now=now)


def _bar(session: HelpingSession) -> Link:
    name = session.person.display_name
    label = _("You are helping %(name)s.") % {"name": name} if name else _("You are helping somebody.")
    return Link(label=label, url=reverse("people-helping-finish"), note=_("Finish and clear"))
