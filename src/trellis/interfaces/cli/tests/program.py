"""A command as the program calls it, without the program above it: one line for what is wrong, and the exit code."""

from types import ModuleType

from trellis.core.console import BadInput, OneLineParser, say


def call(command: ModuleType, *arguments: object) -> int:
    """Run a command's module; 2 and a line on standard error where its input can't be used."""
    parser = OneLineParser(prog=command.__name__.rpartition(".")[2])
    command.add_arguments(parser)
    try:
        return command.run(parser.parse_args([str(one) for one in arguments])) or 0
    except BadInput as error:
        say(f"trellis {parser.prog}: {error}")
    except OSError as error:
        say(f"trellis {parser.prog}: {error.filename}: {error.strerror}")
    return 2
