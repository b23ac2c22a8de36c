"""The `trellis` program.

Commands are listed here and loaded only when asked for, so that `trellis --help` and the commands that
need no database start at once. A command's module has `add_arguments(parser)` and `run(options) -> int`.
"""

import argparse
import importlib
import os
import sys
from dataclasses import dataclass

from trellis.core.console import BadInput, OneLineParser, say

OK, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command: where it lives, what it needs, and what its help says."""

    module: str
    help: str
    example: str
    django: bool = True
    database: bool = True
    """Whether the database must be there and up to date. An empty one is set up first."""


COMMANDS = {
    "serve": Command(
        module="trellis.interfaces.cli.serve",
        help="run the web server and the worker for this place",
        example="trellis serve --port 8000",
        django=False,
        database=False,
    ),
    "prepare": Command(
        module="trellis.interfaces.cli.prepare",
        help="bring the database and the page files up to date",
        example="trellis prepare",
        database=False,
    ),
    "demo": Command(
        module="trellis.interfaces.cli.demo",
        help="make or refresh the demo place",
        example="trellis demo",
    ),
    "import": Command(
        module="trellis.interfaces.feeds.command",
        help="take in a directory or a list of meetings",
        example="trellis import hsds directory.zip --dry-run",
    ),
    "follow": Command(
        module="trellis.interfaces.feeds.following.command",
        help="follow another place or a list, or look at what is followed",
        example="trellis follow https://clacton.example --kind trellis",
    ),
    "export": Command(
        module="trellis.config.export",
        help="take the open data of the place away, as files",
        example="trellis export all --out open-data",
    ),
    "search": Command(
        module="trellis.interfaces.cli.search",
        help="find help from the terminal",
        example='trellis search "food bank" --near 51.79,1.15 --open-now',
    ),
    "tally": Command(
        module="trellis.interfaces.cli.tally",
        help="who wins a vote on money, and why, from the published ballots",
        example="trellis tally ballots.pb --explain",
        django=False,
        database=False,
    ),
    "panel": Command(
        module="trellis.interfaces.cli.panel",
        help="draw a fair panel from volunteers, so that anyone can draw it again",
        example="trellis panel pool.csv quotas.csv --size 40 --seed '4 1 6 6 2'",
        django=False,
        database=False,
    ),
    "opinions": Command(
        module="trellis.interfaces.cli.opinions",
        help="what a conversation's votes say: groups, what each says, what all agree on",
        example="trellis opinions votes.csv --comments comments.csv",
        django=False,
        database=False,
    ),
    "match": Command(
        module="trellis.interfaces.cli.match",
        help="who could meet whom: the best pairs of needs and offers, with the proof",
        example="trellis match edges.csv --explain",
        django=False,
        database=False,
    ),
    "rota": Command(
        module="trellis.interfaces.cli.rota",
        help="who takes which turn, fairly and within every rule, and why",
        example="trellis rota rota.json --explain",
        django=False,
        database=False,
    ),
    "worker": Command(
        module="trellis.interfaces.cli.worker",
        help="run waiting jobs (serve already runs one worker)",
        example="trellis worker",
    ),
    "tick": Command(
        module="trellis.interfaces.cli.tick",
        help="do once what is due by the clock (the worker does it every minute)",
        example="trellis tick",
    ),
    "reindex": Command(
        module="trellis.interfaces.cli.reindex",
        help="build the search index again",
        example="trellis reindex",
    ),
    "doctor": Command(
        module="trellis.interfaces.cli.doctor",
        help="say what is wrong with this installation and how to mend it",
        example="trellis doctor --json",
        database=False,
    ),
    "places": Command(
        module="trellis.interfaces.cli.places", help="take in a table of postcodes", example="trellis places load ONSPD_AUG_2026.zip"
    ),
    "steward": Command(
        module="trellis.interfaces.cli.steward",
        help="let a first person give roles and keep the directory",
        example="trellis steward ann@example.org --name Ann",
    ),
    "verify-log": Command(
        module="trellis.interfaces.cli.verify_log",
        help="check the audit chain from its first entry to the published head",
        example="trellis verify-log",
    ),
    "takeout": Command(
        module="trellis.interfaces.cli.takeout",
        help="write down everything that is kept of a person, for them",
        example="trellis takeout ann@example.org --out ann.zip",
    ),
    "erase": Command(
        module="trellis.interfaces.cli.erase",
        help="erase a person everywhere: files, log, index, letters, and backups when they are restored",
        example="trellis erase ann@example.org --dry-run",
    ),
    "purge": Command(
        module="trellis.interfaces.cli.purge",
        help="let go of what is older than the register says it is kept (done each night)",
        example="trellis purge --dry-run",
    ),
    "backup": Command(
        module="trellis.interfaces.cli.backup",
        help="write the whole place into one file, while it runs",
        example="trellis backup /mnt/disk/trellis-2026-11-22.zip",
    ),
    "restore": Command(
        module="trellis.interfaces.cli.restore",
        help="put a backup in place, checked, and without whoever was erased since",
        example="trellis restore /mnt/disk/trellis-2026-11-22.zip",
        database=False,
    ),
    "drill": Command(
        module="trellis.interfaces.cli.drill",
        help="back up, restore elsewhere, and compare",
        example="trellis drill",
    ),
    "rotate-keys": Command(
        module="trellis.interfaces.cli.rotate_keys",
        help="make a new key for confidential fields, and write them again under it",
        example="trellis rotate-keys",
    ),
}
MANAGE = "pass anything on to Django, such as: trellis manage shell"


def main(arguments: list[str] | None = None) -> int:
    """Run the command that was asked for and return the program's exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    name = arguments[0] if arguments and not arguments[0].startswith("-") else ""
    try:
        if name == "manage":
            return _manage(arguments[1:])
        if name not in COMMANDS:
            return _overview(arguments)
        return _run(name, arguments[1:])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away, as `| head` does; nothing is left to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except BadInput as error:
        say(f"trellis{' ' + name if name else ''}: {error}")
        return BAD_INPUT
    except Exception as error:
        line = _line_for(error)
        if line is None:
            raise
        say(f"trellis{' ' + name if name else ''}: {line}")
        return BAD_INPUT


def _overview(arguments: list[str]) -> int:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items()]
    parser = OneLineParser(
        prog="trellis",
        usage="trellis COMMAND [options]",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Run a Trellis place: find what exists, ask and offer help, decide together.",
        epilog="\n".join(
            [
                "commands:",
                *lines,
                f"  {'manage':<{width}}  {MANAGE}",
                "",
                "example:",
                "  trellis serve --port 8000",
                "",
                "trellis COMMAND --help says more.",
            ]
        ),
    )
    if arguments and not arguments[0].startswith("-"):
        parser.error(f"there is no command '{arguments[0]}'")
    parser.parse_args(arguments)
    parser.print_help()
    return OK


def _run(name: str, arguments: list[str]) -> int:
    command = COMMANDS[name]
    if command.django:
        import django

        django.setup()
    module = importlib.import_module(command.module)
    parser = OneLineParser(
        prog=f"trellis {name}",
        description=f"{command.help[0].upper()}{command.help[1:]}.",
        epilog=f"example:\n  {command.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    options = parser.parse_args(arguments)
    if command.database:
        from trellis.interfaces.cli.readiness import require_ready

        require_ready()
    return module.run(options) or OK


def _manage(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["trellis manage", *arguments])
    return OK


def _line_for(error: Exception) -> str | None:
    """One line for what the surroundings did wrong; None for what is a fault of the program."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    if isinstance(error, ImproperlyConfigured):
        return " ".join(str(error).split())
    if isinstance(error, OperationalError):
        return f"the database can't be used: {' '.join(str(error).split())}"
    return None


if __name__ == "__main__":
    sys.exit(main())
