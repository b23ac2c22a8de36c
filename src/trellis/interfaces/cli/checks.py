"""What the doctor looks at. Each check returns one finding and changes nothing."""

import shutil
import stat
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from trellis.core.forgetting import erasures, following
from trellis.core.forgetting.models import PurgeRun
from trellis.core.jobs.models import QueuedJob, WorkerBeat
from trellis.core.jobs.queries import late_jobs
from trellis.core.log import chain
from trellis.core.log.models import LogEntry, LogHead
from trellis.core.search import checking
from trellis.core.texts import catalogues
from trellis.interfaces.cli import readiness

GIGABYTE = 1024**3
ALIVE_WITHIN = timedelta(seconds=90)
WAITING_TOO_LONG = timedelta(minutes=10)
PURGED_WITHIN = timedelta(days=3)
LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, and how to mend it when it should be mended."""

    what: str
    state: Literal["fine", "warning", "wrong"]
    says: str
    mend: str = ""


def data_folder() -> Finding:
    folder = Path(settings.TRELLIS_DATA)
    if _open_to_others(folder):
        return Finding("data folder", "wrong", f"{folder} can be read by other users of this machine", f"chmod 700 '{folder}'")
    return Finding("data folder", "fine", str(folder))


def secrets() -> Finding:
    folder = Path(settings.SECRETS_DIR)
    exposed = [path for path in [folder, *folder.iterdir()] if _open_to_others(path)]
    if exposed:
        names = ", ".join(path.name for path in exposed)
        return Finding(
            "keys",
            "wrong",
            f"other users of this machine can read {names}",
            f"chmod -R go= '{folder}'; if they may have been read, make new ones",
        )
    return Finding("keys", "fine", "readable by their owner only; keep a copy somewhere safe, apart from the backups")


def disk_space() -> Finding:
    free = shutil.disk_usage(settings.TRELLIS_DATA).free
    says = f"{free / GIGABYTE:.1f} GB free"
    if free < GIGABYTE / 10:
        return Finding("disk space", "wrong", says, "make room now: the database can't grow, and nothing more can be saved")
    if free < GIGABYTE:
        return Finding("disk space", "warning", says, "make room soon")
    return Finding("disk space", "fine", says)


def address() -> Finding:
    parts = urlsplit(settings.TRELLIS_URL)
    public = parts.hostname not in LOCAL
    if public and settings.DEBUG:
        return Finding(
            "address", "wrong", f"{settings.TRELLIS_URL} shows errors with their details to visitors", "unset TRELLIS_DEBUG and start again"
        )
    if public and parts.scheme != "https":
        return Finding(
            "address", "wrong", f"{settings.TRELLIS_URL} is not encrypted", "put a TLS proxy in front and set TRELLIS_URL=https://..."
        )
    return Finding("address", "fine", settings.TRELLIS_URL)


def mail() -> Finding:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return Finding(
            "mail",
            "warning",
            f"letters are written to {settings.EMAIL_FILE_PATH} and sent to nobody",
            "set TRELLIS_MAIL=smtp://user:password@host:587",
        )
    return Finding("mail", "fine", f"through {settings.EMAIL_HOST}")


def languages() -> Finding:
    """Pages half in English under the name of another language would be read out wrongly."""
    codes = ", ".join(code for code, _name in settings.LANGUAGES)
    lacking = ", ".join(catalogues.incomplete())
    if lacking:
        return Finding(
            "languages", "warning", f"part of the words are missing in {lacking}", "unset TRELLIS_LANGUAGES, or run script/messages"
        )
    return Finding("languages", "fine", codes)


def migrations() -> Finding:
    if readiness.is_empty():
        return Finding("database", "wrong", "is empty", "trellis prepare")
    pending = readiness.pending_migrations()
    if pending:
        return Finding(
            "database", "wrong", f"is behind this version by {len(pending)} steps, from {pending[0]}", "back it up, then: trellis prepare"
        )
    return Finding("database", "fine", f"{connection.display_name}, up to date")


def engine() -> Finding:
    version = ".".join(map(str, connection.get_database_version()))
    if connection.vendor != "sqlite":
        return Finding("engine", "fine", f"{connection.display_name} {version}")
    if settings.SQLITE_JOURNAL_MODE != "WAL":
        return Finding(
            "engine",
            "warning",
            f"SQLite {version} can corrupt a write-ahead log, so the slower rollback journal is used",
            "install the pysqlite3 package where it has a wheel, or SQLite 3.51.3 or newer, or use PostgreSQL",
        )
    return Finding("engine", "fine", f"SQLite {version}")


def database_settings() -> Finding:
    """The pragmas as the open connection has them, not as the settings ask for them."""
    if connection.vendor != "sqlite":
        return Finding("database settings", "fine", "those of the server")
    wanted = {"journal_mode": settings.SQLITE_JOURNAL_MODE.lower(), "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    differing = [f"{name} is {found[name]} instead of {value}" for name, value in wanted.items() if found[name] != value]
    if differing:
        return Finding("database settings", "wrong", "; ".join(differing), "stop every process that uses the file, then start again")
    return Finding("database settings", "fine", "safe through a power cut; what is erased is overwritten")


def integrity() -> Finding:
    if connection.vendor != "sqlite":
        return Finding("database file", "fine", "looked after by the server")
    with connection.cursor() as cursor:
        answer = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        return Finding(
            "database file",
            "wrong",
            f"is damaged: {answer}",
            "stop the server, keep a copy of the folder, and restore the last good backup",
        )
    return Finding("database file", "fine", "whole")


def worker() -> Finding:
    beat = WorkerBeat.objects.order_by("-seen_at").first()
    if beat is None or timezone.now() - beat.seen_at > ALIVE_WITHIN:
        since = f"since {beat.seen_at:%Y-%m-%d %H:%M} UTC" if beat else "yet"
        return Finding("worker", "warning", f"none has been seen {since}; letters and other jobs wait", "trellis serve (or trellis worker)")
    return Finding("worker", "fine", f"seen {(timezone.now() - beat.seen_at).seconds} s ago")


def waiting_jobs() -> Finding:
    late = late_jobs(timezone.now(), by=WAITING_TOO_LONG).count()
    failed = QueuedJob.objects.failed().count()
    if late:
        return Finding(
            "jobs", "wrong", f"{late} have waited for more than 10 minutes", "start the worker: trellis serve (or trellis worker)"
        )
    if failed:
        return Finding("jobs", "warning", f"{failed} have failed for good", "read why in the server's log of that time")
    return Finding("jobs", "fine", "none is late")


def search_index() -> Finding:
    problems = checking.drift()
    if problems:
        return Finding("search index", "wrong", " ".join(problems), "trellis reindex")
    return Finding("search index", "fine", "as fresh as the directory")


def log_chain() -> Finding:
    fault = next(chain.faults(), None)
    if fault:
        return Finding(
            "audit log", "wrong", f"entry {fault.number} {fault.problem}", "trellis verify-log lists all; compare with a backup from before"
        )
    head = LogHead.objects.first()
    return Finding("audit log", "fine", f"whole, {head.number if head else 0} entries")


def erased_people() -> Finding:
    """Whether everybody on the list of erasures is gone from this database."""
    try:
        entries = erasures.read()
        back = len(following.people_on_the_list(entries))
    except erasures.ListDamaged as damaged:
        return Finding("erasures", "wrong", str(damaged), "put a whole copy of erased.jsonl in its place, from the newest backup")
    if back:
        says = f"{back} people who were erased are in this database again, because an older one was put in place"
        return Finding("erasures", "wrong", says, "trellis prepare erases them again; use trellis restore for backups")
    return Finding("erasures", "fine", f"{len(entries)} on the list, none of them in the database")


def purged() -> Finding:
    last = PurgeRun.objects.exclude(finished_at=None).order_by("-started_at").first()
    began = LogEntry.objects.order_by("number").values_list("at", flat=True).first()
    since = last.started_at if last else began
    if since is not None and timezone.now() - since > PURGED_WITHIN:
        says = f"last ran on {since:%Y-%m-%d}" if last else "has never run"
        return Finding("purge", "wrong", says, "start the worker: trellis serve (or trellis worker)")
    if last is None:
        return Finding("purge", "fine", "has not run yet; the worker does it each night")
    return Finding("purge", "fine", f"last ran on {last.started_at:%Y-%m-%d}, {last.total} rows and files went")


def _open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
