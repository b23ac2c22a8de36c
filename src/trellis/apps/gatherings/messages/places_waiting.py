"""A letter to somebody who asked, with an account or only an address; those who left neither come back with their code."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from trellis.apps.gatherings.models.places_waiting import Asked
from trellis.core.letters import letter


def tell(fact, row: Asked, *, subject, template: str, pages: tuple[str, str], with_link: bool = False, **context) -> None:
    """Tell whoever asked. `pages` are the URL names of their own page and of the link that needs no signing in.

    The link stands in the letter where there is something to answer, and for those without an account.
    """
    if row.reader is None:
        return
    own, link = pages
    address = f"{settings.TRELLIS_URL}{reverse(link, args=[row.pk, row.link_token])}" if with_link or row.person_id is None else ""
    letter(
        fact,
        to=row.reader,
        subject=subject,
        template=template,
        context={"row": row, "link": address, **context},
        path=reverse(own, args=[row.pk]) if row.person_id else "",
        language=row.language,
        channels=None if row.person_id else ["email"],
    )
