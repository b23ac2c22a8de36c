"""Making the first steward."""

import pytest
from allauth.mfa.models import Authenticator

from trellis.config.console import main
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Grant, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    monkeypatch.setattr("trellis.interfaces.cli.readiness.require_ready", lambda: None)


def test_the_first_steward_gives_roles_and_keeps_the_directory(capsys):
    assert main(["steward", "ann@example.org", "--name", "Ann"]) == 0
    person = Person.objects.get()
    assert (person.email, person.display_name) == ("ann@example.org", "Ann")
    assert set(person.grants.values_list("role", "scope_id")) == {("steward", ""), ("keeper", "")}
    assert "sign-in" in capsys.readouterr().out


def test_a_second_run_changes_nothing():
    main(["steward", "ann@example.org"])
    entries = LogEntry.objects.count()
    main(["steward", "ANN@example.org"])
    assert (Person.objects.count(), Grant.objects.count(), LogEntry.objects.count()) == (1, 2, entries)


def test_a_lost_passkey_can_be_forgotten():
    main(["steward", "ann@example.org"])
    Authenticator.objects.create(user=Person.objects.get(), type="recovery_codes", data={})
    main(["steward", "ann@example.org", "--forget-passkeys"])
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("email", ["", "ann", "ann@", "ann@example.org\nBcc: all@example.org", "a" * 300 + "@example.org"])
def test_what_is_no_address_is_told_in_one_line(email, capsys):
    assert main(["steward", email]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not Person.objects.exists()
