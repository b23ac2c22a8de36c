"""Gatherings: anything with a time, who comes, and whose turn it is."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "trellis.apps.gatherings"
    label = "gatherings"
    verbose_name = _("Gatherings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say below what others ask of apps: what is talked about here."""
        from trellis.apps.gatherings.queries import talked
        from trellis.apps.people.queries import naming
        from trellis.apps.talk.queries import circles

        naming.register(talked.KIND, talked.name_gatherings)
        circles.circle(talked.KIND, group=talked.group_of_gathering)

        from trellis.apps.gatherings.queries import agenda_leagues
        from trellis.core import agenda

        agenda.register(agenda_leagues.coming_up)

        from trellis.apps.gatherings.queries import warmline_beside
        from trellis.core import beside

        beside.register("directory.organization", warmline_beside.beside_organization)
        beside.register("directory.service", warmline_beside.beside_service)
        beside.register("directory.group", warmline_beside.beside_group)

        from trellis.apps.gatherings.queries import agenda_calendar, calendar_beside

        agenda.register(agenda_calendar.coming_up)
        for page in ("directory.organization", "directory.group"):
            beside.register(page, calendar_beside.beside_group)

        from trellis.apps.gatherings.queries import agenda_places, places_beside

        agenda.register(agenda_places.coming_up)
        beside.register("directory.organization", places_beside.beside_organization)

        from trellis.apps.gatherings.queries import agenda_turns, turns_beside

        agenda.register(agenda_turns.coming_up)
        beside.register("directory.group", turns_beside.beside_group)
        beside.register("gatherings.gathering", turns_beside.beside_gathering)
