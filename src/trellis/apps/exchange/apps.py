"""Exchange: asking and offering, matches, handovers, loans, pickups of food."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "trellis.apps.exchange"
    label = "exchange"
    verbose_name = _("Exchange")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell My week what is coming up, and who may see the pictures of things."""
        from trellis.apps.exchange.queries import agenda_items
        from trellis.apps.exchange.queries import pictures  # noqa: F401 (a file rule)
        from trellis.core import agenda

        agenda.register(agenda_items.coming_up)
