"""Pages for people: home, search, places, sign-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "trellis.interfaces.web"
    label = "web"
    verbose_name = _("Web pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from trellis.interfaces.web.signin import addresses  # noqa: F401  a signal
