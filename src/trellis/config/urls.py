"""Every address of this server. Each part keeps its own list."""

from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.cache import never_cache

from trellis.core.log.publishing import published_heads


@never_cache
def health(request):
    """Says that a web worker answers, without touching the database."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    path("", include("trellis.core.ui.urls")),
    path("", include("trellis.core.files.urls")),
    path("log/heads.json", published_heads, name="log-heads"),
    path("", include("trellis.interfaces.web.urls")),
    path("", include("trellis.interfaces.web.signin.urls")),
    path("", include("trellis.apps.people.urls")),
    path("", include("trellis.apps.talk.urls")),
    path("", include("trellis.apps.directory.urls")),
    path("", include("trellis.apps.exchange.urls")),
    path("", include("trellis.apps.gatherings.urls")),
    path("", include("trellis.interfaces.feeds.urls")),
    path("", include("trellis.interfaces.api.urls")),
]

handler400 = "trellis.core.ui.views.bad_request"
handler403 = "trellis.core.ui.views.permission_denied"
