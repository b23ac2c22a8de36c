"""The pages say what the code says."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from trellis.core import catalogue
from trellis.core.catalogue.markdown import table


def test_the_catalogue_is_up_to_date():
    assert catalogue.drifted() == [], "run: trellis manage catalogue"


def test_pages_are_the_same_in_every_language():
    english = catalogue.pages()
    with translation.override("ar"):
        assert catalogue.pages() == english


def test_declarations_of_tests_are_left_out():
    assert not [name for name, text in catalogue.pages().items() if "tests." in text.replace("_tests.", "tests.")]


def test_every_action_is_on_its_page():
    from trellis.core.actions.registry import all_actions

    page = catalogue.pages()["actions.md"]
    assert all(f"`{each.name}`" in page for each in all_actions() if ".tests" not in each.__module__)


def test_writing_and_checking(settings, tmp_path):
    settings.PROJECT = tmp_path
    with pytest.raises(CommandError, match="actions.md"):
        call_command("catalogue", "--check")
    out = StringIO()
    call_command("catalogue", stdout=out)
    assert len(out.getvalue().split()) == len(catalogue.pages())
    call_command("catalogue", "--check")
    (tmp_path / "docs/catalogue/roles.md").write_text("changed by hand")
    with pytest.raises(CommandError, match="roles.md"):
        call_command("catalogue", "--check")


def test_a_cell_cannot_break_its_table():
    assert table(["a"], [["x | y\nz"]])[2] == "| x \\| y z |"
