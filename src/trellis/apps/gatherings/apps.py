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
