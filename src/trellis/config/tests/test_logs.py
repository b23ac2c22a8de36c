"""The log quotes nobody."""

import logging
import sys

import pytest
from django.db import IntegrityError, OperationalError
from django.test import RequestFactory
from django.urls import resolve

from trellis.config.logs import RouteOnly, WithoutWords


def _written(error: Exception) -> str:
    try:
        raise error
    except Exception:
        record = logging.LogRecord("trellis", logging.ERROR, __file__, 1, "It failed", (), sys.exc_info())
    return WithoutWords("%(message)s").format(record)


@pytest.mark.parametrize("error", [IntegrityError("Key (email)=(jo@example.org) already exists"), ValueError("jo@example.org")])
def test_an_error_that_may_quote_a_person_shows_its_kind_and_place_only(error):
    text = _written(error)

    assert "jo@example.org" not in text
    assert type(error).__name__ in text
    assert "test_logs.py" in text


def test_an_error_of_the_program_keeps_its_text():
    assert "no such table: core_person" in _written(OperationalError("no such table: core_person"))


def _request_record(request, status: int) -> logging.LogRecord:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "%s: %s", ("Refused", request.path), None)
    record.request, record.status_code = request, status
    return record


def test_a_page_is_named_by_its_pattern(rf: RequestFactory):
    request = rf.get("/health?words=sorrow")
    request.resolver_match = resolve("/health")
    record = _request_record(request, 403)

    assert RouteOnly().filter(record)
    assert record.getMessage() == "Refused: /health"


def test_an_address_without_a_page_is_not_repeated(rf: RequestFactory):
    record = _request_record(rf.get("/jo@example.org"), 400)

    assert RouteOnly().filter(record)
    assert record.getMessage() == "Refused: (no such page)"


def test_missing_pages_are_no_news(rf: RequestFactory):
    assert not RouteOnly().filter(_request_record(rf.get("/wp-admin"), 404))
