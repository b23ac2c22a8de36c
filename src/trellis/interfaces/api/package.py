"""The whole directory as an HSDS data package: one CSV table for each kind of thing, in a zip.

Tables are written to disk in one pass over the records, so that memory stays flat however large the directory is.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, Any

from django.conf import settings
from django.utils import timezone, translation

from trellis.apps.directory.models import TaxonomyTerm
from trellis.apps.directory.queries import published
from trellis.apps.directory.queries.edition import ended_since
from trellis.interfaces.api import reading
from trellis.interfaces.api.hsds import Writer
from trellis.interfaces.api.values import Doc
from trellis.kernels.text import neutral_cell

PIECE = 64 * 1024
_OWNED = "organization_id service_id service_at_location_id location_id"
TABLES = {
    "organizations": "id name alternate_name description email website year_incorporated legal_status parent_organization_id",
    "services": "id organization_id name alternate_name description url email status interpretation_services application_process "
    "fees_description wait_time accreditations eligibility_description minimum_age maximum_age assured_date licenses alert "
    "last_modified",
    "locations": "id location_type organization_id name alternate_name description transportation latitude longitude",
    "service_at_location": "id service_id location_id description",
    "addresses": "id location_id address_1 address_2 city region state_province postal_code country address_type",
    "accessibility": "id location_id description details",
    "schedules": "id service_id location_id service_at_location_id valid_from valid_to dtstart timezone until freq interval byday "
    "bymonthday description opens_at closes_at",
    "contacts": f"id {_OWNED} name title email",
    "phones": f"id {_OWNED} contact_id number extension type description",
    "languages": "id service_id location_id phone_id name code",
    "cost_options": "id service_id amount",
    "required_documents": "id service_id document",
    "attributes": "id link_id taxonomy_term_id link_type link_entity value label",
    "taxonomies": "id name description",
    "taxonomy_terms": "id code name description parent_id taxonomy taxonomy_id",
}
_NUMBERS = {
    "year_incorporated", "minimum_age", "maximum_age", "latitude", "longitude", "timezone", "interval", "extension", "amount",
}  # fmt: skip
_LISTS = {
    "phones": "phones", "contacts": "contacts", "schedules": "schedules", "languages": "languages", "addresses": "addresses",
    "accessibility": "accessibility", "cost_options": "cost_options", "required_documents": "required_documents",
    "attributes": "attributes", "service_at_locations": "service_at_location",
}  # fmt: skip


class Tables:
    """Open tables, each row written once: a location may stand in many services."""

    def __init__(self, stack: ExitStack) -> None:
        self.files: dict[str, IO[bytes]] = {}
        self._writers: dict[str, csv.DictWriter] = {}
        self._locations: set[str] = set()
        self._texts: list[io.TextIOWrapper] = []
        for name, columns in TABLES.items():
            file = self.files[name] = stack.enter_context(tempfile.TemporaryFile(prefix="trellis-"))  # noqa: SIM115 (the stack closes it)
            text = stack.enter_context(io.TextIOWrapper(file, encoding="utf-8", newline="", errors="replace"))
            self._writers[name] = csv.DictWriter(text, columns.split(), restval="", extrasaction="ignore")
            self._writers[name].writeheader()
            self._texts.append(text)

    def add(self, table: str, document: Doc) -> None:
        """A document as rows: itself, and what is nested in it in tables of their own."""
        if table == "locations":
            if document["id"] in self._locations:
                return
            self._locations.add(document["id"])
        self._writers[table].writerow({name: _cell(value) for name, value in document.items() if not isinstance(value, list | dict)})
        for name, inside in _LISTS.items():
            for each in document.get(name, ()):
                self.add(inside, each)
        if "location" in document:
            self.add("locations", document["location"])

    def flush(self) -> None:
        """Bring everything to the files."""
        for text in self._texts:
            text.flush()


def package_lines() -> Iterator[bytes]:
    """The zip, piece by piece."""
    with ExitStack() as stack:
        tables = Tables(stack)
        with translation.override(settings.LANGUAGE_CODE):
            _fill(tables)
        tables.flush()
        whole = stack.enter_context(tempfile.TemporaryFile(prefix="trellis-"))
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("datapackage.json", json.dumps(descriptor(), ensure_ascii=False, indent=2))
            for name, file in tables.files.items():
                file.seek(0)
                with package.open(f"{name}.csv", "w", force_zip64=True) as target:
                    while piece := file.read(PIECE):
                        target.write(piece)
        whole.seek(0)
        while piece := whole.read(PIECE):
            yield piece


def descriptor() -> Doc:
    """datapackage.json: which tables there are, and which columns."""
    licence, url = settings.OPEN_DATA_LICENCE
    return {
        "name": "human_services_data",
        "title": settings.PLACE_NAME,
        "profile": "tabular-data-package",
        "version": "3.1.0",
        "homepage": settings.TRELLIS_URL,
        "created": timezone.now().date().isoformat(),
        "licenses": [{"name": licence, "title": licence, "path": url}],
        "sources": [{"title": row["name"], "path": row["url"]} for row in published.sources_by_id().values() if row["url"]],
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "profile": "tabular-data-resource",
                "schema": {
                    "primaryKey": "id",
                    "fields": [{"name": column, "type": "number" if column in _NUMBERS else "string"} for column in columns.split()],
                },
            }
            for name, columns in TABLES.items()
        ],
    }


def _fill(tables: Tables) -> None:
    write = reading.writer()
    for ids in published.in_chunks(published.organizations_published()):
        for each in published.read_organizations(ids):
            tables.add("organizations", write.organization(each))
    for ids in published.in_chunks(published.locations_published()):
        for document in reading.read_locations(ids, write, full=True):
            tables.add("locations", document)
    running = published.services_published(ended_since=ended_since(timezone.localdate()))
    for service in published.stream_services(running):
        tables.add("services", write.service(service, full=True, organization=False))
    _add_terms(tables, write)


def _add_terms(tables: Tables, write: Writer) -> None:
    for each in reading.taxonomies():
        tables.add("taxonomies", each)
    for each in reading.own_terms(write):
        tables.add("taxonomy_terms", each)
    for ids in published.in_chunks(TaxonomyTerm.objects.all()):
        for each in reading.read_terms(ids, write):
            tables.add("taxonomy_terms", each)


def _cell(value: Any) -> Any:
    return neutral_cell(value) if isinstance(value, str) else value
