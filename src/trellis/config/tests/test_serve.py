"""`trellis serve` from the outside."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from trellis.config import console

TRELLIS = [sys.executable, "-m", "trellis.config.console"]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(server: subprocess.Popen, port: int, path: str) -> bytes:
    for _ in range(600):
        assert server.poll() is None, server.communicate()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
                return response.read()
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("no answer")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "8 0", "８０８０８"])
def test_a_port_that_is_none(port, capsys):
    assert console.main(["serve", f"--port={port}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_port_in_use_is_one_line(free_port, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()

        assert console.main(["serve", "--port", str(free_port)]) == 2

    assert capsys.readouterr().err.startswith(f"trellis serve: port {free_port} on 127.0.0.1 is in use")


def test_an_address_of_another_machine(capsys):
    assert console.main(["serve", "--host", "nowhere.invalid"]) == 2
    assert capsys.readouterr().err == "trellis serve: 'nowhere.invalid' is not an address of this machine\n"


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_from_an_empty_folder_to_a_page_and_a_quiet_end(tmp_path, free_port, how):
    environment = {**os.environ, "TRELLIS_DATA": str(tmp_path / "a place"), "DJANGO_SETTINGS_MODULE": "trellis.config.settings"}
    environment.pop("DATABASE_URL", None)
    server = subprocess.Popen(
        [*TRELLIS, "serve", "--port", str(free_port)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        page = answer(server, free_port, "/health")
    finally:
        server.send_signal(how)
        out, err = server.communicate(timeout=30)

    assert page == b"ok"
    assert (server.returncode, out) == (0, "")
    assert f"Trellis is at http://localhost:{free_port}/" in err
    assert "Traceback" not in err
