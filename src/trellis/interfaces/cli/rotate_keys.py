"""`trellis rotate-keys`: a new key for the encrypted fields."""

import argparse

from django.utils import timezone

from trellis.core.console import BadInput, progress, result
from trellis.core.fields import KeyMissing, KeysUnsafe, rotation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keep-old", action="store_true", help="stop before the old keys are forgotten; run again later to forget them")
    help_settle = "pause before the old keys are forgotten (default: %(default)s)"
    parser.add_argument("--settle", type=float, default=rotation.SETTLE_SECONDS, metavar="SECONDS", help=help_settle)


def run(options: argparse.Namespace) -> int:
    """May be interrupted and started again."""
    try:
        if options.keep_old:
            done = rotation.begin(timezone.now())
            rotation.exhaust(_with_bar(rotation.rewrite(done)))
        else:
            done = rotation.rotate(now=timezone.now, watch=_with_bar, settle=options.settle)
    except (KeyMissing, KeysUnsafe) as error:
        raise BadInput(str(error)) from error
    result(f"Key {done.key_label} is in use. Values written again: {done.n_values}.")
    return 0


def _with_bar(steps):
    return progress(steps, total=rotation.n_records(), label="Writing again")
