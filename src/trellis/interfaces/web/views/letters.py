"""My letters: what the place has told me, newest first."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.letters import letters_for, mark_read
from trellis.core.letters.models import Letter


@never_cache
@login_required
def letters_page(request: HttpRequest) -> HttpResponse:
    """Letters to read; pressing the button notes those of this page as read."""
    page = Paginator(letters_for(request.user), 20).get_page(request.GET.get("page"))
    unread = [each for each in page if each.state == Letter.State.SENT]
    if request.method == "POST":
        now = timezone.now()
        for each in unread:
            mark_read(request.user, each.pk, now=now)
        return redirect("letters")
    return render(request, "web/letters.html", {"page": page, "n_unread": len(unread)})
