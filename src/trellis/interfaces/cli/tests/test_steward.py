"""Making the first steward."""

import argparse

import pytest
from allauth.mfa.models import Authenticator

from trellis.core.console import BadInput
from trellis.core.log.models import LogEntry
from trellis.core.people.models import Grant, Person
from trellis.interfaces.cli import steward

pytestmark = pytest.mark.django_db


def make(*arguments: str) -> int:
    """Run the command as the program does."""
    parser = argparse.ArgumentParser()
    steward.add_arguments(parser)
    return steward.run(parser.parse_args(arguments))


def test_the_first_steward_gives_roles_and_keeps_the_directory(capsys):
    assert make("ann@example.org", "--name", "Ann") == 0
    person = Person.objects.get()
    assert (person.email, person.display_name) == ("ann@example.org", "Ann")
    assert set(person.grants.values_list("role", "scope_id")) == {("steward", ""), ("keeper", "")}
    assert "sign-in" in capsys.readouterr().out


def test_a_second_run_changes_nothing():
    make("ann@example.org")
    entries = LogEntry.objects.count()
    make("ANN@example.org")
    assert (Person.objects.count(), Grant.objects.count(), LogEntry.objects.count()) == (1, 2, entries)


def test_a_lost_passkey_can_be_forgotten():
    make("ann@example.org")
    Authenticator.objects.create(user=Person.objects.get(), type="recovery_codes", data={})
    make("ann@example.org", "--forget-passkeys")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("email", ["", "ann", "ann@", "ann@example.org\nBcc: all@example.org", "a" * 300 + "@example.org"])
def test_what_is_no_address_is_refused(email):
    with pytest.raises(BadInput) as refused:
        make(email)
    assert len(str(refused.value).splitlines()) == 1
    assert not Person.objects.exists()


def test_a_name_may_not_be_endless():
    with pytest.raises(BadInput):
        make("ann@example.org", "--name", "A" * 81)
    assert not Person.objects.exists()
