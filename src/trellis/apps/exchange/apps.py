"""Exchange: asking and offering, matches, handovers, loans, pickups of food."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "trellis.apps.exchange"
    label = "exchange"
    verbose_name = _("Exchange")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell My week what is coming up, who may see the pictures of things, and what may be asked for somebody at a table."""
        from trellis.apps.exchange.queries import (
            agenda_asking,
            agenda_items,
            agenda_pickups,
            beside,
            pictures,  # noqa: F401 (a file rule)
            reported_asking,  # noqa: F401 (what is kept of a match or a note that worries somebody)
            talked,
        )
        from trellis.apps.people.queries import naming
        from trellis.apps.talk.queries import circles
        from trellis.core import agenda
        from trellis.core import beside as pages
        from trellis.core.actions import standing_in

        agenda.register(agenda_items.coming_up)
        agenda.register(agenda_pickups.coming_up)
        agenda.register(agenda_asking.coming_up)
        pages.register("directory.organization", beside.beside_organization)
        pages.register("directory.group", beside.beside_group)
        naming.register(talked.KIND, talked.name_needs)
        circles.circle(talked.KIND, group=talked.group_of_need, read=talked.may_read_need)
        standing_in.open_pages("exchange-ask", "exchange-give")
        standing_in.open_actions(
            {
                "exchange.need.ask": _("You asked for help with something. You find it under “Ask and offer”."),
                "exchange.offer.make": _("You offered something. You find it under “Ask and offer”."),
            }
        )
