"""schemathesis asks both APIs what their OpenAPI documents allow, and some things they do not: always the same few questions."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from trellis.apps.directory.models.records import ContactRecord
from trellis.apps.directory.tests.factories import make_location, make_organization, make_service
from trellis.config.wsgi import application

EXAMPLES = int(os.environ.get("TRELLIS_API_EXAMPLES", "6"))
"""Of each operation. For a longer run by hand set TRELLIS_API_EXAMPLES."""


@pytest.fixture
def one_connection(db):
    """The test's own connection for every request, as Django's test client has it: another would not see what the test made."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("profile", ["hsds", "oruk"])
def test_no_question_makes_the_api_break_its_word(one_connection, profile):
    make_service(make_organization(), make_location(), contacts=[ContactRecord(phone="01632 960111")])
    schema = schemathesis.openapi.from_wsgi(f"/{profile}/openapi.json", application)
    operations = [each.ok() for each in schema.get_all_operations()]

    for operation in operations:
        _try(operation)
    assert len(operations) == {"hsds": 15, "oruk": 9}[profile]


def _try(operation) -> None:
    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def asked(case) -> None:
        # Its way into a WSGI application unpacks nothing.
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    asked()
