"""Requests that nobody with good intentions sends."""

import logging

import pytest

from trellis.config.logs import RouteOnly, WithoutWords

EVIL = ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "http:evil.example", "https:///evil.example"]
EVIL += ["javascript:alert(1)", "/\t/evil.example", "data:text/html,x", "http://localhost/", "//evil.example%2f@localhost/"]
OURS = 'class="masthead"'


@pytest.mark.parametrize("target", EVIL)
def test_nobody_is_led_to_another_site(client, world, target):
    member = world.browser("member")
    answers = [
        client.get("/language/es/", {"next": target}),
        member.get("/sign-in/", {"next": target}),
        client.post("/sign-out", {"next": target}),
        member.post("/sign-out", {"next": target}),
    ]
    for response in answers:
        assert response.status_code == 302
        assert response["Location"].startswith("/") and not response["Location"].startswith(("//", "/\\"))
        assert "evil" not in response["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../etc/passwd",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static//etc/passwd",
        "/static/ui/../../../config/settings.py",
        "/static/ui/trellis.css%00.txt",
        "/files/../secrets/django.key",
        "/.data/secrets/django.key",
        "/static/.gathered",
        "/files/00000000-0000-4000-8000-000000000000/../x",
    ],
)
def test_no_path_leads_out_of_the_page_files(client, db, path):
    response = client.get(path)
    assert response.status_code in (400, 404)
    assert b"root:" not in b"".join(response)


@pytest.mark.parametrize("path", ["/find", "/organizations", "/meetings", "/who-does-what", "/in/", "/sign-in/"])
def test_a_huge_question_is_answered_in_our_words(client, db, path):
    response = client.get(path, {"q": "a" * 100_000, "near": "b" * 100_000, "next": "c" * 100_000, "page": "9" * 5000})
    assert response.status_code in (200, 302, 400, 404, 414)
    assert response.status_code == 302 or OURS in response.content.decode()


def test_a_huge_form_is_refused_in_our_words(world):
    path, keeper = world.address("/service/{duty}/how-long"), world.browser("keeper")
    for sent in ({"days": "1" * 3_000_000}, {f"field{number}": "1" for number in range(1500)}):
        response = keeper.post(path, sent)
        assert response.status_code in (400, 413)
        assert OURS in response.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80", "a b", "localhost@evil.example", ""])
def test_a_foreign_host_is_not_answered(client, host):
    response = client.get("/sign-in/", headers={"host": host} if host else {"host": "\x00"})
    assert response.status_code == 400
    assert b"evil" not in response.content


def test_a_forwarded_host_is_not_believed(client, db):
    response = client.get("/sign-in/", headers={"x-forwarded-host": "evil.example", "x-forwarded-for": "192.0.2.1"})
    assert response.status_code == 200
    assert b"evil" not in response.content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "HEAD"])
@pytest.mark.parametrize("path", ["/", "/find", "/keep/", "/sign-in/", "/account/", "/service/00000000-0000-4000-8000-000000000000"])
def test_unusual_methods_do_no_harm(client, db, method, path):
    assert client.generic(method, path).status_code < 500


SHOWN = '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"%s}}'
MADE_UP = [
    "",
    "{}",
    "[]",
    "null",
    "1",
    '"x"',
    "{",
    '{"id": null}',
    "[" * 900,
    '{"id": "x", "rawId": "x", "response": {}, "type": "public-key"}',
]
MADE_UP += [SHOWN.replace("%s", f',"userHandle":{user}') for user in ("null", '"AA"', '"////"', "[]", "1", '"bm90LWEtdXVpZA"')]
MADE_UP += [
    '{"id": "%s"}' % ("x" * 30_000),
    '{"id":"é","rawId":"é","type":"public-key","response":{"clientDataJSON":"é","attestationObject":"é"}}',
]  # noqa: UP031


@pytest.mark.parametrize("credential", MADE_UP, ids=range(len(MADE_UP)))
def test_a_made_up_passkey_is_no_error_page(client, world, credential):
    client.raise_request_exception = False
    client.get("/sign-in/passkey", headers={"accept": "application/json"})
    assert client.post("/sign-in/passkey", {"credential": credential}).status_code == 302
    editor = world.browser("editor")
    editor.get("/account/passkeys/new")
    assert editor.post("/account/passkeys/new", {"credential": credential, "name": "x"}).status_code == 200
    assert editor.post("/sign-in/again/passkey", {"credential": credential}).status_code == 200


def test_the_log_repeats_nothing_that_was_asked(world, caplog, monkeypatch):
    """Words, addresses, codes and the reader's own address: in no line, of whatever page or error."""
    secrets = ["zanzibarquince", "jo@example.org", "192.0.2.55", "4711-0815"]
    asked = {"q": "zanzibarquince", "near": "jo@example.org", "code": "4711-0815", "email": "jo@example.org"}
    keeper = world.browser("keeper", REMOTE_ADDR="192.0.2.55")
    reader = world.browser("visitor", REMOTE_ADDR="192.0.2.55")

    def fail(*_args, **_kwargs):
        raise ValueError("zanzibarquince jo@example.org")

    caplog.set_level(logging.DEBUG)
    for client in (keeper, reader):
        for path in ("/find", "/zanzibarquince", "/sign-in/", "/keep/roles", "/organizations", "/language/zanzibarquince/"):
            client.get(path, asked)
            client.post(path, asked)
        client.get("/", asked, headers={"host": "zanzibarquince.example"})
        client.get("/find?%zz=zanzibarquince&q=%ED%A0%80")
    monkeypatch.setattr("trellis.apps.directory.queries.showing.organizations_of_kind", fail)
    assert reader.get("/organizations", asked).status_code == 500
    formatter, written = WithoutWords("%(asctime)s %(levelname)s %(name)s: %(message)s"), []
    loud = [
        record for record in caplog.records if record.levelno >= (logging.INFO if record.name.startswith("trellis") else logging.WARNING)
    ]
    for record in loud:
        if RouteOnly().filter(record):
            written.append(formatter.format(record))
    assert written
    assert [line for line in written for secret in secrets if secret in line] == []
