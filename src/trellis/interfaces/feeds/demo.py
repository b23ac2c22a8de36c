"""Real sources for those who want to see size: a city's directory and four meeting lists, imported as anybody would."""

from __future__ import annotations

import argparse
from pathlib import Path

import trellis
from trellis.core.console import say
from trellis.interfaces.feeds import command

REAL = Path(trellis.__file__).parent / "data" / "real"

SOURCES = (
    ("hsds", "dc-orservices-hsds.zip", "Washington DC directory (sample)", "America/New_York"),
    ("meetings", "al-anon-wordpress.json.gz", "Al-Anon Massachusetts (sample)", "America/New_York"),
    ("meetings", "edmonton-custom.json.gz", "Edmonton meetings (sample)", "America/Edmonton"),
    ("meetings", "san-jose-sheets.json.gz", "San Jose meetings (sample)", "America/Los_Angeles"),
    ("meetings", "sussex-delaware-wordpress.json.gz", "Sussex, Delaware meetings (sample)", "America/New_York"),
)


def import_real() -> None:
    """Import every real source; a second run changes nothing."""
    for kind, file, name, zone in SOURCES:
        say(f"Importing {name}.")
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        command.run(parser.parse_args([kind, str(REAL / file), "--source", name, "--timezone", zone]))
