"""A place on the open internet: its cookies, and what Django's own check says."""

import json
import os
import subprocess
import sys

import pytest

SCRIPT = """
import json
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.core.checks import run_checks
from django.test import Client
call_command("migrate", verbosity=0, interactive=False)
call_command("createcachetable", verbosity=0)
from trellis.core.people.models import Person
person = Person.objects.create_user(email="ann@example.org")
client = Client(headers={"host": "clacton.example"})
page = client.get("/sign-in/", secure=True)
cookies = {name: dict(morsel) for name, morsel in page.cookies.items()}
answer = client.post("/sign-in/", {"email": "nobody@example.org"}, secure=True)
cookies |= {name: dict(morsel) for name, morsel in answer.cookies.items()}
print(json.dumps({
    "cookies": cookies,
    "hsts": page.headers.get("Strict-Transport-Security", ""),
    "warnings": [each.id for each in run_checks(include_deployment_checks=True)],
    "other_host": Client(headers={"host": "evil.example"}).get("/", secure=True).status_code,
    "forwarded": Client(headers={"host": "clacton.example", "x-forwarded-host": "evil.example"}).get("/health", secure=True).status_code,
}))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> dict:
    """A process of its own, because settings are read once."""
    others = ("TRELLIS_", "DATABASE_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    told = {
        "TRELLIS_URL": "https://clacton.example",
        "TRELLIS_DATA": str(tmp_path_factory.mktemp("place")),
        "DJANGO_SETTINGS_MODULE": "trellis.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    script = "from trellis.config import settings; settings.STORAGES['staticfiles'] = {'BACKEND': settings._as_they_are}\n" + SCRIPT
    done = subprocess.run([sys.executable, "-c", script], env={**kept, **told}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", ["__Host-session", "__Host-csrf"])
def test_cookies_belong_to_this_host_alone(place, name):
    cookie = place["cookies"][name]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, True, "Lax", "/", "")


def test_djangos_own_check_finds_only_what_was_decided(place):
    """W005 and W021: whether subdomains and browsers' lists take part is for the owner of the domain to say. W008: the proxy redirects."""
    assert set(place["warnings"]) <= {"security.W005", "security.W008", "security.W021"}


def test_browsers_are_told_to_come_back_by_https_only(place):
    assert place["hsts"].startswith("max-age=31536000")


def test_other_names_are_not_answered(place):
    assert (place["other_host"], place["forwarded"]) == (400, 200)
