"""Talking: threads and comments on anything, and moderation with reasons and appeal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TalkConfig(AppConfig):
    name = "trellis.apps.talk"
    label = "talk"
    verbose_name = _("Talk")
    default_auto_field = "django.db.models.BigAutoField"
