"""A slip in the content is told with file, record and field."""

from datetime import date, timedelta

import pytest

from trellis.apps.directory.demo.content_files import ContentError, Reader
from trellis.apps.directory.demo.terms import plain_terms

TODAY = date(2026, 11, 22)


@pytest.fixture
def reader():
    terms, categories = plain_terms()
    return Reader(today=TODAY, terms=terms, categories=categories)


def test_a_service_takes_over_what_its_group_says(reader, tmp_path):
    path = tmp_path / "groups.toml"
    path.write_text("""
        [[organization]]
        key = "kettle"
        name = "Kettle"
        kind = "peer_group"
        web = "kettle.example.org"
        checked = "2 weeks, the group itself"
        [[organization.service]]
        key = "monday"
        name = "Monday"
        email = "hello@"
        terms = ["dads"]
        at = "hall"
        open = ["Mon 19:00-20:00"]
        closed_for = 10
    """)

    [_group], [service] = reader.organizations(path)

    assert (service.key, service.kind, service.referral) == ("kettle/monday", "meeting", "none")
    assert service.email == "hello@kettle.example.org"
    assert (service.assured_on, service.assured_by) == (TODAY - timedelta(days=14), "the group itself")
    assert (service.status, service.closed_until) == ("temporarily_closed", TODAY + timedelta(days=10))
    assert service.categories == ["family"]
    assert service.attendance == ["in_person"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("colour = 'green'", "groups.toml, kettle, Monday, colour: there is no such field"),
        ("terms = ['tea']", "groups.toml, kettle, Monday, terms: there is no term 'tea'"),
        ("open = ['Mon']", "groups.toml, kettle, Monday, open: no time of day in 'Mon'"),
        ("checked = 'lately'", "groups.toml, kettle, Monday, checked: cannot read 'lately'"),
        ("terms = [", "groups.toml: "),
    ],
)
def test_slips(reader, tmp_path, line, told):
    path = tmp_path / "groups.toml"
    path.write_text(f"[[organization]]\nkey = 'kettle'\n[[organization.service]]\nname = 'Monday'\n{line}\n")

    with pytest.raises(ContentError) as caught:
        reader.organizations(path)

    assert str(caught.value).startswith(told)
