"""What went wrong, as RFC 9457 says it: a JSON document with a title, a status and one line for each bad parameter."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

TYPE = "application/problem+json"


class BadParameter(Exception):
    """A parameter that can't be used, and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason


def problem(status: int, title: str, *, detail: str = "", errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """A problem document."""
    told: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        told["detail"] = detail
    if errors:
        told["errors"] = errors
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=TYPE)


def answer_problems(api: NinjaAPI) -> None:
    """Let an API answer with problem documents whatever went wrong."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        found = [{"parameter": _named(request, each["loc"]), "reason": str(each["msg"])} for each in error.errors]
        return problem(400, _("A parameter can't be used."), detail=_said(found), errors=found)

    @api.exception_handler(BadParameter)
    def bad(request: HttpRequest, error: BadParameter) -> HttpResponse:
        found = [{"parameter": error.name, "reason": error.reason}]
        return problem(400, _("A parameter can't be used."), detail=_said(found), errors=found)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, _("There is nothing here."))

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, error.message)


def _named(request: HttpRequest, where: tuple[Any, ...]) -> str:
    """The parameter as it was asked for; what follows it in `where` is the form that was tried."""
    return next((str(part) for part in where if str(part) in request.GET), str(where[-1]))


def _said(found: list[dict[str, str]]) -> str:
    return "; ".join(f"{each['parameter']}: {each['reason']}" for each in found)
