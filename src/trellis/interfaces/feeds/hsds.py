"""HSDS 1.1, 2.0, 3.x and Open Referral UK, as tables or documents -> records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from trellis.apps.directory.actions.report import Report
from trellis.apps.directory.models.records import Record
from trellis.interfaces.feeds import hsds_own, words
from trellis.interfaces.feeds.hsds_load import KIND_OF, OWNERS, Loader, order_of
from trellis.interfaces.feeds.hsds_records import UNNAMED, Item, Mapper
from trellis.interfaces.feeds.inputs import Entry, Unusable, start_of
from trellis.interfaces.feeds.row import Row
from trellis.interfaces.feeds.store import Store, Stored, scratch

_NOT_READ = {"metadata", "meta_table_description", "meta_table_descriptions", "unit", "units", "datapackage"}


def read(entries: list[Entry], report: Report, *, source: str, time_zone: str = "") -> Iterator[Record]:
    """Records in the order in which they must be written: organizations, locations, services.

    `time_zone` is that of the source's opening hours, since HSDS cannot say it.
    """
    with scratch() as store:
        loader = Loader(store, report)
        _load(entries, loader, report)
        report.detected = _detected(loader)
        _settle(store, report)
        if not any(store.count(kind) for kind in ("service", "organization", "location")):
            name = entries[0].name if len(entries) == 1 else _("the source")
            raise Unusable(
                name, report.broken.split(": ", 1)[-1] if report.broken
                else _("No organization, service or location of HSDS was found."),
            )  # fmt: skip
        reader = _Reader(store, report, source, time_zone)
        yield from reader.organizations()
        yield from reader.locations()
        yield from reader.services()


def _load(entries: list[Entry], loader: Loader, report: Report) -> None:
    known = []
    described = _described(entries)
    for entry in entries:
        stem = re.sub(r"(_list|_full|[-_]?\d+)+$", "", entry.stem)
        kind = KIND_OF.get(stem, "") or KIND_OF.get(described.get(entry.stem, ""), "")
        if entry.suffix in {".csv", ".tsv", ".txt"} and kind:
            known.append((order_of(kind), kind, entry, True))
        elif entry.suffix in {".json", ".ndjson", ".jsonl"} and stem not in _NOT_READ:
            known.append((order_of(kind), kind, entry, False))
        elif len(entries) == 1:
            known.append((0, kind, entry, _begins_with_table(entry)))
        elif entry.stem != "datapackage":
            report.note(_("%(file)s was not read: Trellis has no place for it.") % {"file": entry.name})
    for _order, kind, entry, is_table in sorted(known, key=lambda each: each[0]):
        if is_table and _is_page(entry):
            raise Unusable(entry.name, _("This is a web page, not a directory."))
        if is_table and not kind:
            raise Unusable(entry.name, _("A table must be named as in HSDS, such as services.csv."))
        (loader.table if is_table else loader.document)(entry, kind)


def _described(entries: list[Entry]) -> dict[str, str]:
    """What a datapackage.json calls each file, for packages whose files have names of their own."""
    package = next((entry for entry in entries if entry.stem == "datapackage"), None)
    if package is None:
        return {}
    with package.open() as stream:
        try:
            told = json.loads(stream.read(8 * 1024**2))
            resources = [(str(each["path"]), str(each.get("name") or each.get("id"))) for each in told["resources"]]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}
    return {PurePosixPath(path).stem.lower(): name.lower() for path, name in resources}


def _begins_with_table(entry: Entry) -> bool:
    return not start_of(entry).startswith((b"{", b"["))


def _is_page(entry: Entry) -> bool:
    return start_of(entry).startswith(b"<")


def _detected(loader: Loader) -> str:
    marks = loader.marks
    if "uk" in loader.version.lower():
        return f"Open Referral UK ({loader.version})"
    if "oruk-1" in marks:
        return "Open Referral UK 1.0"
    if "json" in marks:
        return f"HSDS {loader.version}".strip() if loader.version else "HSDS 3 JSON"
    if "service.taxonomy_ids" in marks:
        return "HSDS 1.0 CSV (Ohana)"
    if marks & {"table:units", "table:url", "table:service_capacity", "area.service_at_location_id"}:
        return "HSDS 3.1 CSV"
    if marks & {"address.address_type", "term_link.link_entity", "table:cost_options", "location.location_type"}:
        return "HSDS 3.0 CSV"
    if marks & {"table:schedules", "term_link.taxonomy_term_id", "table:taxonomy_terms"}:
        return "HSDS 2.0 CSV"
    return "HSDS 1.1 CSV"


def _settle(store: Store, report: Report) -> None:
    """Puts links right and reports the rows that belong to nothing."""
    for kind in ("schedule", "phone", "contact"):
        moved = store.hand_over(kind, "service", "location")
        if moved:
            report.note(_("%(n)s rows named a location where a service was expected; they were taken for the location.") % {"n": moved})
        ranks = OWNERS[kind]
        for rank, better in enumerate(ranks):
            for worse in ranks[rank + 1 :]:
                store.prefer(kind, better, worse)
    for kind, owners in OWNERS.items():
        for row in store.orphans(kind, owners):
            names = sorted((f"{owner}_id" for owner in owners), key=lambda name: name != "service_id")
            field = next((name for name in (*names, "link_id") if row.data.get(name)), names[0])
            _refuse_orphan(report, row, kind, field)


def _refuse_orphan(report: Report, row: Stored, kind: str, field: str) -> None:
    named = row.data.get(field)
    report.refuse(
        row.file, row.number, field,
        _("What it belongs to is not in the source.") if named
        else _("It does not say what it belongs to."),
        kind=kind,
    )  # fmt: skip


class _Reader:
    """Takes joined rows out of the store and makes records of them."""

    def __init__(self, store: Store, report: Report, source: str, time_zone: str) -> None:
        self.store = store
        self.report = report
        self.mapper = Mapper(report, source=source, time_zone=time_zone, lookup=self._rows)

    def organizations(self) -> Iterator[Record]:
        for stored in self.store.all("organization"):
            made = self.mapper.organization(self._item(stored), stored.key)
            yield made or self.mapper.placeholder(stored.key)
        seen = set()
        for stored in self.store.orphans("service", ("organization",)):
            key = _organization_key(stored)
            self.report.refuse(
                stored.file, stored.number, "organization_id",
                _("This organization is not in the source; the service was kept under a placeholder."),
            )  # fmt: skip
            if key not in seen:
                seen.add(key)
                yield self.mapper.placeholder(key)

    def locations(self) -> Iterator[Record]:
        for stored in self.store.all("location"):
            item = self._item(stored)
            yield self.mapper.location(item, stored.key, secret=self._is_secret(stored.key))
        for stored in self.store.orphans("service_at_location", ("service",)):
            _refuse_orphan(self.report, stored, "service_at_location", "service_id")

    def _is_secret(self, key: str) -> bool:
        """Whether every service given at a location says that its address is secret."""
        links = self.store.of("location", key, "service_at_location")
        held = [self.store.get("service", link.data["service_id"]) for link in links]
        return bool(held) and all(
            each is not None and words.confidential(*map(str, (each.data.get("description"), each.data.get("name")))) for each in held
        )

    def services(self) -> Iterator[Record]:
        for stored in self.store.all("service"):
            item = self._item(stored)
            program = self.store.get("program", str(stored.data.get("program_id") or ""))
            if program:
                item.left["program"] = [program.data.get("name", "")]
            made = self.mapper.service(item, stored.key, _organization_key(stored))
            if made:
                yield made
            else:
                self.report.stays(stored.key)

    def _item(self, stored: Stored) -> Item:
        return Item(self._row(stored), partial(self._rows, stored.kind, stored.key))

    def _row(self, stored: Stored) -> Row:
        return Row(stored.data, file=stored.file, number=stored.number, report=self.report)

    def _rows(self, owner: str, key: str, kind: str) -> list[Row]:
        found = self.store.of(owner, key, "term_link" if kind == hsds_own.KIND else kind)
        if kind == hsds_own.KIND:
            own = [each for each in found if hsds_own.is_own(each.data)]
            terms = [each for each in map(self._with_term, (each for each in found if each not in own)) if each]
            return [self._row(each) for each in [*own, *(each for each in terms if hsds_own.is_category(each.data))]]
        if kind == "term_link":
            found = [each for each in found if not hsds_own.is_own(each.data)]
            found = [each for each in map(self._with_term, found) if each and not hsds_own.is_category(each.data)]
        elif kind == "service_at_location":
            found = [each for each in map(self._with_place, found) if each]
        return [self._row(each) for each in found]

    def _with_term(self, link: Stored) -> Stored | None:
        if "name" in link.data or "term" in link.data:
            return link
        key = str(link.data.get("taxonomy_term_id") or link.data.get("taxonomy_id") or "").strip()
        if not key and (link.data.get("value") or link.data.get("label")):
            return link
        term = self.store.get("term", key)
        if term is None:
            self.report.refuse(
                link.file, link.number,
                "taxonomy_term_id" if "taxonomy_term_id" in link.data else "taxonomy_id",
                _("This term is not in the source."), kind="term_link",
            )  # fmt: skip
            return None
        scheme = self.store.get("scheme", str(term.data.get("taxonomy_id") or ""))
        if scheme and not isinstance(term.data.get("taxonomy"), dict):
            term.data["taxonomy"] = scheme.data.get("name", "")
        return term

    def _with_place(self, link: Stored) -> Stored | None:
        place = self.store.get("location", link.data.get("location_id") or "")
        if place is None:
            _refuse_orphan(self.report, link, "service_at_location", "location_id")
            return None
        virtual = str(place.data.get("location_type") or "").lower() == "virtual"
        virtual = virtual or str(place.data.get("virtual")).lower() == "true"
        link.data["_location_type"] = "virtual" if virtual else "physical"
        return link


def _organization_key(stored: Stored) -> str:
    return str(stored.data.get("organization_id") or "").strip()[:200] or UNNAMED
