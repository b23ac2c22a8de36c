"""What guardians read of a record that somebody is worried about."""

import pytest

from trellis.apps.directory.tests.factories import make_location, make_service
from trellis.apps.people.queries.worries import Reported, reported
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db


def test_a_record_is_kept_as_its_page_says_it():
    service = make_service(description="We meet in the hall.")
    assert reported(str(Ref.to(service)), None).text == "Monday Evening Circle\n\nWe meet in the hall."


def test_of_a_confidential_place_nothing_is_kept_for_an_outsider():
    place = make_location(confidential=True, public_area="Near the sea")
    assert reported(str(Ref.to(place)), None) == Reported()
