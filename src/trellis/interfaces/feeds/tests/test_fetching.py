"""Sources on the web, by a small server on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from trellis.apps.directory.actions.report import Report
from trellis.interfaces.feeds import fetching, hsds, meetings
from trellis.interfaces.feeds.demo import REAL
from trellis.interfaces.feeds.inputs import Unusable
from trellis.interfaces.feeds.tests.samples import DATA, of_kind


class Web:
    """Answers by path; `asked` lists what was asked for."""

    def __init__(self) -> None:
        self.answers = {}
        self.asked: list[str] = []
        self.address = ""

    def answer(self, path: str, content, *, status: int = 200, headers: dict | None = None) -> None:
        self.answers[path] = (status, content if callable(content) else lambda query: content, headers or {})


@pytest.fixture
def web(monkeypatch) -> Iterator[Web]:
    monkeypatch.setattr(fetching, "PAUSE", 0)
    found = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            found.asked.append(self.path)
            status, content, headers = found.answers.get(parts.path, (404, lambda query: b"not here", {}))
            body = content({name: values[0] for name, values in parse_qs(parts.query).items()})
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
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


def service(n: int, **more) -> dict:
    return {"id": f"s{n}", "name": f"Service {n}", "organization": {"id": "o", "name": "Trust"}} | more


def crawl(url: str) -> tuple[list, Report]:
    report = Report()
    with fetching.entries(url, report, api=True) as entries:
        return list(hsds.read(entries, report, source="test")), report


def pages_of(services: list[dict], size: int, total_name: str = "total_pages", list_name: str = "contents"):
    def page(query: dict) -> dict:
        number = int(query.get("page", 1))
        total = -(-len(services) // size)
        return {total_name: total, "page_number": number, list_name: services[(number - 1) * size : number * size]}

    return page


@pytest.mark.parametrize(("total_name", "list_name"), [("total_pages", "contents"), ("totalPages", "content")])
def test_an_api_is_read_page_by_page(web, total_name, list_name):
    web.answer("/api/", {"version": "HSDS-UK-3.0", "profile": "x", "openapi_url": "y"})
    web.answer("/api/services", pages_of([service(n, schedules=[]) for n in range(7)], 3, total_name, list_name))

    records, report = crawl(f"{web.address}/api/")

    assert [each.key for each in of_kind(records, "service")] == [f"s{n}" for n in range(7)]
    assert report.detected == "Open Referral UK (HSDS-UK-3.0)"
    assert len([path for path in web.asked if path.startswith("/api/services?")]) == 3


def test_an_api_that_counts_from_nought(web):
    services = [service(n, schedules=[]) for n in range(7)]

    def page(query: dict) -> dict:
        number = int(query.get("page", 0))
        part = services[number * 3 : number * 3 + 3]
        return {"totalElements": 7, "totalPages": 3, "number": number, "first": number == 0, "last": number == 2, "content": part}

    web.answer("/services", page)
    records, report = crawl(f"{web.address}/services")

    assert sorted(each.key for each in of_kind(records, "service")) == [f"s{n}" for n in range(7)]
    assert (report.incomplete, report.notes) == (False, [])


def test_an_api_with_nothing_at_its_own_address(web):
    web.answer("/api/services", pages_of([service(n, schedules=[]) for n in range(3)], 3))

    assert len(of_kind(crawl(f"{web.address}/api")[0], "service")) == 3
    with pytest.raises(Unusable, match="404"):
        crawl(f"{web.address}/elsewhere")


def test_an_api_that_gives_less_than_it_speaks_of(web):
    web.answer("/services", lambda query: {"total_items": 9, "total_pages": 3, "contents": [service(1, schedules=[])]})
    _records, report = crawl(f"{web.address}/services")

    assert report.incomplete
    assert report.notes == ["The API speaks of 9 services and gave 1."]


def test_short_forms_are_asked_for_one_by_one(web):
    web.answer("/services", pages_of([service(1), service(2)], 50))
    for n in (1, 2):
        web.answer(f"/services/s{n}", service(n, description="In full", schedules=[{"byday": "MO", "opens_at": "9am"}]))

    records, report = crawl(f"{web.address}/services")

    assert [(each.description, len(each.schedules)) for each in of_kind(records, "service")] == [("In full", 1)] * 2
    assert report.refusals == []


def test_a_page_that_fails_ends_the_crawl_and_nothing_is_taken_for_gone(web):
    whole = pages_of([service(n, schedules=[]) for n in range(4)], 2)
    web.answer("/", {"version": "3.1", "openapi_url": "x"})
    web.answer("/services", lambda query: whole(query) if query["page"] == "1" else b"{broken")

    records, report = crawl(web.address)

    assert len(of_kind(records, "service")) == 2
    assert report.incomplete


def test_a_server_that_ignores_the_page_is_noticed(web):
    web.answer("/services", {"contents": [service(1, schedules=[])], "total_pages": 500})

    records, _report = crawl(f"{web.address}/services")

    assert len(of_kind(records, "service")) == 1
    assert len(web.asked) < 6


def test_a_file_behind_an_address(web):
    web.answer("/directory.zip", (REAL / "dc-orservices-hsds.zip").read_bytes())

    records, _report = crawl(f"{web.address}/directory.zip")

    assert len(of_kind(records, "service")) == 501


def test_lines_of_json(web):
    web.answer("/services", b"\n".join(json.dumps(service(n)).encode() for n in range(3)))

    records, _report = crawl(f"{web.address}/services?format=ndjson")

    assert len(of_kind(records, "service")) == 3


def test_a_feed_of_meetings(web):
    web.answer("/meetings.json", (DATA / "edge-times.json").read_bytes())
    report = Report(main="meeting")

    with fetching.entries(f"{web.address}/meetings.json", report, api=False) as entries:
        records = list(meetings.read(entries, report, source="test"))

    assert len(of_kind(records, "service")) == 9


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/missing", "The server answered 404"),
        ("/page", "A web page came back where data was expected"),
        ("/elsewhere", "can't be followed"),
    ],
)
def test_what_can_not_be_fetched(web, path, reason):
    web.answer("/page", b"<!doctype html><title>Hello</title>")
    web.answer("/elsewhere", b"", status=302, headers={"Location": "file:///etc/passwd"})

    with pytest.raises(Unusable, match=reason):
        crawl(web.address + path)


def test_a_site_that_announces_its_feed(web):
    web.answer("/", b'<html><link rel="alternate" type="application/json" title="Meetings Feed" href="/meetings.json?a=1&amp;b=2"></html>')
    web.answer("/meetings.json", (DATA / "edge-times.json").read_bytes())
    report = Report(main="meeting")

    with fetching.entries(f"{web.address}/", report, api=False) as entries:
        records = list(meetings.read(entries, report, source="test"))

    assert len(of_kind(records, "service")) == 9
    assert web.asked[-1] == "/meetings.json?a=1&b=2"


def test_nobody_answers():
    with pytest.raises(Unusable, match="can't be reached"), fetching.entries("http://127.0.0.1:9/", Report(), api=False):
        pass
