"""Organizations are named for parts of the house that know them by a reference only."""

import pytest

from trellis.apps.directory.queries.naming import organizations_named
from trellis.apps.directory.tests.factories import make_organization
from trellis.apps.people.queries.naming import named
from trellis.core.references import Ref

pytestmark = pytest.mark.django_db


def test_a_name_and_a_page_by_id_and_nothing_for_what_is_not_there():
    organization = make_organization(name="Harbour Choir")
    found = organizations_named({str(organization.pk), "00000000-0000-4000-8000-000000000000"})
    assert [(each.name, each.url) for each in found.values()] == [("Harbour Choir", f"/organization/{organization.pk}")]
    assert organizations_named({"not an id"}) == {}


def test_people_ask_through_the_reference():
    organization = make_organization(name="Harbour Choir")
    assert named([Ref.to(organization)])[Ref.to(organization)].name == "Harbour Choir"
