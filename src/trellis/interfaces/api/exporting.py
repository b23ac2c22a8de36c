"""The whole directory at once, for whoever takes it away as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from trellis.apps.directory.queries import published
from trellis.apps.directory.queries.edition import ended_since, gone
from trellis.interfaces.api import oruk, reading
from trellis.interfaces.api.package import package_lines
from trellis.interfaces.api.values import Doc, kept, moment


def services(*, uk: bool) -> Iterator[Doc]:
    """Every service with all that belongs to it."""
    write = reading.writer()
    rows = published.services_published(ended_since=ended_since(timezone.localdate()))
    for each in published.stream_services(rows):
        document = write.service(each, full=True)
        yield oruk.service(document, each.row.get("cost", "")) if uk else document


def gone_documents() -> Iterator[Doc]:
    """What is no longer published."""
    for each in gone():
        yield kept(id=str(each.id), kind=each.kind, gone_at=moment(each.gone_at), why=each.why, into=str(each.into or ""))


def package() -> Iterator[bytes]:
    """The tables in a zip."""
    return package_lines()
