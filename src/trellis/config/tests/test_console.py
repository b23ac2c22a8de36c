"""The program: help, exit codes, one line for what is wrong."""

import sys
import types

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from trellis.config import console
from trellis.core.console import BadInput


@pytest.fixture
def command(monkeypatch):
    """Puts a command in the table whose `run` is the function given."""

    def put(run):
        module = types.ModuleType("trellis_test_command")
        module.add_arguments = lambda parser: parser.add_argument("--count", type=int)
        module.run = run
        monkeypatch.setitem(sys.modules, module.__name__, module)
        entry = console.Command(module=module.__name__, help="try something", example="trellis try", django=False, database=False)
        monkeypatch.setitem(console.COMMANDS, "try", entry)

    return put


def raising(error):
    def run(_options):
        raise error

    return run


def test_without_a_command_it_shows_them_all(capsys):
    assert console.main([]) == 0

    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in [*console.COMMANDS, "manage"])


@pytest.mark.parametrize("name", sorted(console.COMMANDS))
def test_every_command_has_help_with_an_example(name, capsys):
    with pytest.raises(SystemExit) as ended:
        console.main([name, "--help"])

    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert f"usage: trellis {name}" in out
    assert console.COMMANDS[name].example.startswith(f"trellis {name}")
    assert console.COMMANDS[name].example in out


@pytest.mark.parametrize("arguments", [["nonsense"], ["try", "--count", "many"], ["try", "--nonsense"], ["--nonsense"]])
def test_wrong_arguments_give_one_line_and_two(command, capsys, arguments):
    command(lambda options: 0)

    assert console.main(arguments) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("trellis")
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    "error, line",
    [
        (BadInput("is not a date", file="a.csv", row=3, field="from"), "trellis try: a.csv, row 3, field from: is not a date\n"),
        (FileNotFoundError(2, "No such file or directory", "a.csv"), "trellis try: a.csv: No such file or directory\n"),
        (ImproperlyConfigured("DATABASE_URL\nis odd"), "trellis try: DATABASE_URL is odd\n"),
        (OperationalError("unable to open database file"), "trellis try: the database can't be used: unable to open database file\n"),
    ],
)
def test_what_the_surroundings_did_wrong_is_one_line_and_two(command, capsys, error, line):
    command(raising(error))

    assert console.main(["try"]) == 2
    assert capsys.readouterr().err == line


def test_a_fault_of_the_program_is_not_hidden(command):
    command(raising(ZeroDivisionError()))

    with pytest.raises(ZeroDivisionError):
        console.main(["try"])


def test_ctrl_c_ends_quietly(command, capsys):
    command(raising(KeyboardInterrupt()))

    assert console.main(["try"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("code", [0, 1])
def test_a_command_says_how_it_ended(command, code):
    command(lambda options: code)

    assert console.main(["try"]) == code
