"""The ten lines of docs/kernels/matching.md that check the proof of a matching, run."""

import json
import re
from pathlib import Path

import pytest

from trellis.interfaces.cli import match
from trellis.interfaces.cli.tests.program import call

PAGE = Path(__file__).resolve().parents[5] / "docs/kernels/matching.md"
LIFTS = [("ann", "car-1", 30), ("ann", "car-2", 45), ("bo", "car-1", 35), ("cy", "car-1", 60), ("cy", "car-2", 50), ("ann", "car-1", 99)]


@pytest.mark.skipif(not PAGE.exists(), reason="the docs are not here")
def test_ten_lines_check_the_proof(tmp_path, capsys, monkeypatch):
    (tmp_path / "edges.csv").write_text("need,offer,cost\n" + "".join(f"{a},{b},{c}\n" for a, b, c in LIFTS))
    monkeypatch.chdir(tmp_path)
    assert call(match, "edges.csv", "--json", "--certificate") == 0
    (tmp_path / "matching.json").write_text(capsys.readouterr().out)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)

    exec(compile(code, str(PAGE), "exec"), {})  # noqa: S102 (our own page)

    assert capsys.readouterr().out == "True\n"
    assert json.loads((tmp_path / "matching.json").read_text())["total_cost"] == 80
