"""What a web process must never load: the arithmetic of decisions is heavy, and runs in jobs and commands only."""

import subprocess
import sys

import pytest

HEAVY = ("numpy", "scipy", "highspy")
WEB = """
import sys, django
django.setup()
from django.urls import get_resolver
from trellis.config.wsgi import application
get_resolver().url_patterns
print(*sorted(name for name in sys.modules if "." not in name))
"""
OVERVIEW = """
import sys
from trellis.config.console import main
try:
    main(["--help"])
except SystemExit:
    pass
print(*sorted(name for name in sys.modules if "." not in name))
"""


@pytest.mark.parametrize("program", [WEB, OVERVIEW], ids=["web", "overview"])
def test_heavy_arithmetic_is_not_loaded(program, tmp_path):
    environment = {"DJANGO_SETTINGS_MODULE": "trellis.config.settings", "TRELLIS_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"}

    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)

    loaded = done.stdout.splitlines()[-1].split()
    assert "trellis" in loaded
    assert [name for name in HEAVY if name in loaded] == []
