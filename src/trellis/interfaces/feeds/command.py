"""`trellis import hsds|meetings PATH|URL`: takes in a directory or a list of meetings."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trellis.apps.directory.actions.imports import import_records
from trellis.apps.directory.actions.report import OUTCOMES, Report
from trellis.apps.directory.models import Source
from trellis.core.actions import as_program
from trellis.core.console import BadInput, print_json, progress, result, say
from trellis.interfaces.feeds import fetching, hsds, inputs, meetings, times

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("format", choices=["hsds", "meetings"], help=_("what kind of source it is"))
    parser.add_argument("path", help=_("a file, folder, zip, web address, or - for standard input"))
    parser.add_argument("--dry-run", action="store_true", help=_("compare and count, write nothing"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))
    parser.add_argument("--source", default="", help=_("the name under which the source is remembered"))
    parser.add_argument("--timezone", default="", help=_("time zone of hours that do not say theirs"))
    parser.add_argument(
        "--accept-loss",
        action="store_true",
        help=_("believe a source from which more than half of its records have vanished"),
    )


def run(options: argparse.Namespace) -> int:
    """Import and print the report; 2 when the source could be read only in part."""
    if options.timezone and options.timezone not in times.time_zones():
        raise BadInput(_("%(zone)s is not a time zone.") % {"zone": options.timezone})
    report = Report(main="service" if options.format == "hsds" else "meeting")
    source = _source(options)
    try:
        with _entries(options, report) as entries, as_program("command line"):
            records = _reader(options, entries, report, source)
            import_records(
                source,
                progress(records, label=_("Reading")),
                now=timezone.now(),
                dry_run=options.dry_run,
                accept_loss=options.accept_loss,
                report=report,
            )
    except inputs.Unusable as unusable:
        raise BadInput(unusable.reason, file=unusable.name) from unusable
    if options.json:
        print_json(report.plain())
    else:
        _print(report)
    if report.broken:
        say(f"trellis import: {report.broken}")
        return 2
    return 0


@contextmanager
def _entries(options: argparse.Namespace, report: Report) -> Iterator[list[inputs.Entry]]:
    opened = (
        fetching.entries(options.path, report, api=options.format == "hsds")
        if fetching.is_url(options.path)
        else inputs.entries(options.path)
    )
    with opened as found:
        yield found


def _reader(options: argparse.Namespace, entries: list[inputs.Entry], report: Report, source: Source):
    if options.format == "hsds":
        return hsds.read(entries, report, source=source.code, time_zone=source.time_zone)
    return meetings.read(entries, report, source=source.code, time_zone=source.time_zone)


def _source(options: argparse.Namespace) -> Source:
    """The source as remembered, or a new one that is saved with its first record."""
    url = options.path if fetching.is_url(options.path) else ""
    name = options.source or _name_of(options.path)
    code = (slugify(name) or options.format)[:80]
    held = Source.objects.filter(code=code).first()
    if held is None:
        return Source(code=code, name=name[:255], kind=options.format, url=url, time_zone=options.timezone)
    held.time_zone = options.timezone or held.time_zone
    return held


def _name_of(path: str) -> str:
    if path == "-":
        return "standard-input"
    if fetching.is_url(path):
        parts = urlsplit(path)
        return f"{parts.hostname} {parts.path.strip('/')}".replace("/", " ").replace(".", "-").strip()
    place = Path(path)
    if place.name.lower() == "datapackage.json":
        place = place.parent
    # "." and ".." say where a folder is and not what it is called.
    name = place.name if place.name not in ("", "..") else place.resolve().name
    return name.lstrip(".").split(".")[0]


def _print(report: Report) -> None:
    if report.detected:
        result(_("Recognised: %(what)s") % {"what": report.detected})
    if report.dry_run:
        result(_("This was a dry run: nothing was written."))
    headings = {
        "added": _("added"), "changed": _("changed"), "unchanged": _("unchanged"),
        "refused": _("refused"), "gone": _("gone"),
    }  # fmt: skip
    for kind in sorted(report.counts, key=lambda kind: (kind != report.main, kind)):
        counts = report.counts[kind]
        said = ", ".join(f"{counts[name]} {headings[name]}" for name in OUTCOMES if counts[name])
        result(f"{kind}: {said}")
    if not report.counts:
        result(_("Nothing to import was found."))
    for note in report.notes:
        result(_("Note: %(note)s") % {"note": note})
    _print_refusals(report)


def _print_refusals(report: Report) -> None:
    for refusal in report.refusals[:SHOWN]:
        where = ", ".join(filter(None, [refusal.file, str(refusal.row) if refusal.row else "", refusal.field]))
        result(f"{where}: {refusal.reason}")
    more = report.refusals[SHOWN:]
    for (file, field, reason), n in Counter((r.file, r.field, r.reason) for r in more).most_common(SHOWN):
        result(f"{file}, {field}: {reason} (\u00d7 {n})" if n > 1 else f"{file}, {field}: {reason}")
    if len(more) > SHOWN:
        result(_("Every refused row is listed with --json."))
