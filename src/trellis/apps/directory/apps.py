"""Organizations, services, locations and spaces: what exists in a place."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "trellis.apps.directory"
    label = "directory"
    verbose_name = _("Directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the parts below what our groups are called, and that one may join them for somebody who sits beside one."""
        from trellis.apps.directory.queries import reported  # noqa: F401 (says what is kept of a record that somebody is worried about)
        from trellis.apps.directory.queries.agenda import coming_up
        from trellis.apps.directory.queries.naming import circles_named, organizations_named
        from trellis.apps.people.queries import naming
        from trellis.core import agenda
        from trellis.core.actions import standing_in

        naming.register("directory.organization", organizations_named)
        naming.register("directory.circle", circles_named)
        agenda.register(coming_up)
        standing_in.open_pages("directory-group-join")
        standing_in.open_actions({"directory.joining.ask": _("You asked to be let into a group.")})
