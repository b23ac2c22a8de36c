"""Handing a stored file to those who may see it."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from .access import may_see_file
from .kinds import BY_MEDIA_TYPE
from .models import StoredFile
from .storage import opened

DAY = 24 * 3600


@require_safe
def stored_file(request: HttpRequest, id: UUID) -> FileResponse:
    """The file; 404 for whoever may not see it, as for one that isn't there.

    Whatever a browser makes of the content, it can run nothing: the sandbox gives it no scripts and no
    origin. A PDF is handed over to be saved.
    """
    stored = StoredFile.objects.filter(pk=id).first()
    person = request.user if request.user.is_authenticated else None
    if stored is None or not may_see_file(person, stored):
        raise Http404
    kind = BY_MEDIA_TYPE[stored.media_type]
    try:
        content = opened(stored)
    except FileNotFoundError as missing:
        raise Http404 from missing
    name = stored.name or f"{stored.id}{kind.suffix}"
    response = FileResponse(content, content_type=kind.media_type, as_attachment=not kind.shown_inline, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"public, max-age={DAY}, immutable" if stored.is_public else "no-store"
    return response
