"""The one e-mail address of a person, kept in step with the table in which allauth remembers what was proved."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save
from django.dispatch import receiver

from trellis.core.people.models import Person


@receiver(post_save, sender=Person)
def keep_in_step(sender, instance: Person, update_fields=None, raw: bool = False, **_kwargs) -> None:
    """The person's address is the truth; a new one counts as unproved until a code sent to it was typed."""
    if raw or (update_fields is not None and "email" not in update_fields):
        return
    address = (instance.email or "").lower()
    EmailAddress.objects.filter(user=instance).exclude(email=address).delete()
    if address:
        EmailAddress.objects.get_or_create(user=instance, email=address, defaults={"primary": True})


def holder_of(address: str) -> Person | None:
    """The person with this address, also one who was put to rest. One query, whether or not there is one."""
    for person in Person.objects.filter(email__iexact=address):
        if person.email.lower() == address.lower():
            return person
    return None
