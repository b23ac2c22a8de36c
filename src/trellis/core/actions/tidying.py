"""Forgetting the keys of forms that nobody will send again."""

from datetime import timedelta

from django.utils import timezone

from trellis.core.actions.once import FormKey
from trellis.core.jobs import every, job

KEPT_FOR = timedelta(days=30)


@every("day at 03:25")
@job()
def forget_form_keys() -> None:
    """Delete keys that were used more than 30 days ago."""
    FormKey.objects.filter(used_at__lt=timezone.now() - KEPT_FOR).delete()
