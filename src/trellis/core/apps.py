"""Core: what every app stands on, and which knows no concern."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Finds what each app declares: actions, events, messages and reactions."""

    name = "trellis.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from trellis.core.forgetting import purging  # noqa: F401  declares a nightly job
        from trellis.core.log import publishing  # noqa: F401  declares a nightly job
        from trellis.core.people import actions  # noqa: F401  what people do about their own account

        autodiscover_modules("events", "actions", "messages", "reactions")
