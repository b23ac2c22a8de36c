"""A small server on this machine that counts what it is asked, and answers 304 to whoever knows the answer already."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Server:
    """Answers by path; `asked` lists what was asked for, `statuses` what it answered."""

    def __init__(self) -> None:
        self.answers: dict = {}
        self.asked: list[tuple[str, dict]] = []
        self.statuses: list[int] = []
        self.marks = True
        self.failing = ""
        self.address = ""

    def answer(self, path: str, content, *, etag: str = "", kind: str = "application/json") -> None:
        self.answers[path] = (content, etag, kind)
        self.statuses.clear()

    def body(self, path: str, query: dict) -> bytes | None:
        if path not in self.answers:
            return None
        content = self.answers[path][0]
        content = content(query) if callable(content) else content
        if isinstance(content, bytes):
            return content
        return content.encode() if isinstance(content, str) else json.dumps(content).encode()


def serving() -> Iterator[Server]:
    """A running server, stopped afterwards."""
    found = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found.asked.append((self.path, dict(self.headers)))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = found.body(parts.path, query)
            if found.failing and found.failing in self.path:
                return self.say(503, b"busy")
            if body is None:
                return self.say(404, b"not here")
            _content, etag, kind = found.answers[parts.path]
            etag = etag or f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if found.marks and self.headers.get("If-None-Match") == etag:
                return self.say(304, b"", {"ETag": etag})
            return self.say(200, body, {"Content-Type": kind} | ({"ETag": etag} if found.marks else {}))

        def say(self, status: int, body: bytes, headers: dict | None = None) -> None:
            found.statuses.append(status)
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()
