"""Asking a page as somebody, and saying in one word what came of it."""

from __future__ import annotations

import copy
import hashlib
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver

MATRIX = Path(__file__).parent / "matrix"
ANSWERS = {200: "page", 400: "bad", 403: "refused", 404: "missing", 405: "method", 409: "conflict", 414: "too long", 429: "wait"}
ALWAYS_NAMED = ("visitor", "member", "editor", "stranger", "keeper", "steward")
UNCOUNTED = {"django_session", "trellis_cache"}
ADDRESS = re.compile(r'(?<=[?;&])(next|at)=[^"&]*')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def pages() -> list[dict]:
    """The rows of the matrix, of every part."""
    return [row for file in sorted(MATRIX.glob("*.toml")) for row in tomllib.loads(file.read_text())["page"]]


def names_and_patterns() -> list[tuple[str, str]]:
    """Every address there is: its name and its pattern."""

    def walk(resolver: URLResolver, before: str):
        for each in resolver.url_patterns:
            if isinstance(each, URLPattern):
                yield each.name or "", before + str(each.pattern)
            else:
                yield from walk(each, before + str(each.pattern))

    return list(walk(get_resolver(), ""))


def expected(words: str, roles) -> dict[str, str]:
    """ "visitor: sign in; others: page" as an answer for each role.

    Roles that have nothing to do with the directory answer like a member where they are not named.
    """
    told: dict[str, str] = {}
    others = ""
    for part in words.split(";"):
        who, _colon, answer = part.strip().partition(": ")
        if who in ("others", "all"):
            others = answer
        else:
            told |= dict.fromkeys(who.split(), answer)
    unknown = set(told) - set(roles)
    assert not unknown, f"no such role: {unknown}"
    answers = {role: told.get(role, others) or told.get("member", "") for role in roles}
    assert all(answers.values()), f"says nothing of some role: {words}"
    assert others or not (set(ALWAYS_NAMED) & set(roles)) - set(told), f"says nothing of some role: {words}"
    return answers


def answer_of(response) -> str:
    """What came of it, in the word of the matrix."""
    status = response.status_code
    if status in (301, 302, 303):
        target = urlsplit(response["Location"])
        if target.netloc not in ("", "testserver"):
            return "elsewhere"
        return "sign in" if target.path.startswith("/sign-in/") else "goes on"
    return ANSWERS.get(status, str(status))


def ask(client, method: str, address: str, sent: dict | None = None):
    """The response; whatever it changed is undone, in the browser too."""
    mark, cookies = transaction.savepoint(), copy.deepcopy(client.cookies)
    cache.clear()
    try:
        return client.get(address) if method == "GET" else client.post(address, sent or {})
    finally:
        transaction.savepoint_rollback(mark)
        client.cookies = cookies


def shape(response) -> tuple:
    """Status and words of an answer, without the address that was asked for (it stands in the links of the footer)."""
    body = b"" if response.streaming else response.content
    return response.status_code, ADDRESS.sub("", ID.sub("ID", body.decode()))


def fingerprint() -> str:
    """A digest of all that is kept, except of sessions, which come and go."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - UNCOUNTED):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(map(repr, cursor.fetchall()))
            digest.update(f"{table} {len(rows)} {''.join(rows)}".encode())
    return digest.hexdigest()
