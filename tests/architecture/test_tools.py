"""Style, layers and migrations: checks by other programs, run as tests so that one run says all."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

PROJECT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["-m", "ruff", "check", "--no-cache", "."], id="ruff check"),
        pytest.param(["-m", "ruff", "format", "--no-cache", "--check", "."], id="ruff format"),
        pytest.param(["-c", LINT_IMPORTS, "--no-cache"], id="import-linter"),
    ],
)
def test_the_code_passes(arguments):
    done = subprocess.run([sys.executable, *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit as error:
        pytest.fail(f"a migration is missing (exit {error.code}); run: trellis manage makemigrations")
