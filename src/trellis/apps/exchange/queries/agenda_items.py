"""What is coming up for one person about things that are lent: due back, one's turn, an answer that is waited for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.apps.exchange.actions.items_line import due_moment
from trellis.apps.exchange.models import Loan
from trellis.apps.exchange.models.items import LoanState
from trellis.apps.exchange.queries.items import loans_to_look_after
from trellis.core.agenda import Line


def coming_up(person, *, since: datetime, until: datetime) -> Iterable[Line]:
    """Two queries. What is overdue stands at the beginning, until it is back."""
    mine = Loan.objects.filter(borrower=person, state__in=[LoanState.OUT, LoanState.OFFERED]).select_related("item")
    for loan in mine:
        if loan.state == LoanState.OFFERED:
            yield _line(
                loan, max(since, min(loan.offered_until, until)), _("Your turn to borrow: %(thing)s"), _("Something to answer"), asks=True
            )
        elif due_moment(loan) < until:
            yield _line(loan, max(since, due_moment(loan)), _("Bring back: %(thing)s"), _("Something to bring back"))
    for loan in loans_to_look_after(person):
        if loan.state == LoanState.ASKED:
            yield _line(loan, since, _("Asked for: %(thing)s"), _("Something to answer"), asks=True)
        elif loan.state == LoanState.BACK:
            yield _line(loan, since, _("Is it back: %(thing)s"), _("Something to answer"), asks=True)


def _line(loan: Loan, at: datetime, title: str, neutral: str, *, asks: bool = False) -> Line:
    return Line(
        at=at,
        title=title % {"thing": loan.item.title},
        neutral_title=neutral,
        url=reverse("lend-loan", args=[loan.pk]),
        uid=f"exchange.loan/{loan.pk}",
        asks=asks,
    )
