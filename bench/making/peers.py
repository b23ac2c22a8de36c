"""The peers that benchmarks measure against, in an environment of their own, locked and hashed like ours."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
LIST = PROJECT / "requirements/peers.txt"
ENVIRONMENT = PROJECT / ".venv-peers"
STAMP = ENVIRONMENT / ".installed"


def peers_python() -> Path:
    """The Python that has the peers installed; installed now if it is not there yet."""
    wanted = hashlib.sha256(LIST.read_bytes() + str(ENVIRONMENT).encode()).hexdigest()
    python = ENVIRONMENT / "bin/python"
    if not STAMP.exists() or STAMP.read_text() != wanted:
        print("Installing the peers to measure against; this takes a minute or two the first time.", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LIST]
        subprocess.run(install, check=True)
        STAMP.write_text(wanted)
    return python


def ask_peer(script: Path, *arguments: str, seconds: float) -> dict[str, Any] | None:
    """What a script that runs among the peers printed as JSON; None if it did not finish in time."""
    try:
        done = subprocess.run([peers_python(), script, *arguments], capture_output=True, timeout=seconds, check=True)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout)
