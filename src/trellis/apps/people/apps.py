"""People who take part, and their safety: profiles, memberships, consents, blocks, worries."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "trellis.apps.people"
    label = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say below what core asks of apps: how people may be reached, and who is helped in a browser."""
        from trellis.apps.people.queries.contact import email_reach
        from trellis.apps.people.views.standing import OPEN_ACTIONS, OPEN_PAGES, HelpingDesk
        from trellis.core.actions import standing_in
        from trellis.core.letters import register_reach

        register_reach(email_reach)
        standing_in.register_desk(HelpingDesk())
        standing_in.open_pages(*OPEN_PAGES)
        standing_in.open_actions(OPEN_ACTIONS)
