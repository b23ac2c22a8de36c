"""Traces of a person: a row of every kind that the register knows, and everything that no register sees."""

from __future__ import annotations

import io
import uuid
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.security.bytes_search import spellings, spellings_of_id
from tests.security.canaries import Maker, Planted, canary
from trellis.apps.directory.actions import change_record, confirm_record, give_role, propose_change
from trellis.apps.directory.models import Organization
from trellis.apps.directory.models.records import ContactRecord
from trellis.apps.directory.queries.reading import record_of
from trellis.apps.directory.tests.factories import make_organization, make_service
from trellis.apps.people.actions import join_group
from trellis.core.actions import acting, as_program, once
from trellis.core.files import keep
from trellis.core.files.tests.pictures import png
from trellis.core.letters.models import Letter
from trellis.core.letters.sending import send_letter
from trellis.core.letters.telling import letter
from trellis.core.log.models import LogEntry
from trellis.core.people.actions import set_details
from trellis.core.people.models import Person
from trellis.core.references import Ref

NAME, ADDRESS = f"Ann {canary()}", f"{canary()}@example.org"
GROUP_NAME = f"Robin {canary()}"


def leave_everywhere(folder: Path) -> tuple[Person, Person, list[Planted | str]]:
    """The person, somebody else, and what was planted by the register (a sentence for what could not be)."""
    now = timezone.now()
    with as_program():
        organization = make_organization()
        service = make_service(organization)
    ann = Person.objects.create_user(email=ADDRESS, display_name=NAME, password=make_password(None))
    ben = Person.objects.create_user(email="ben@example.org", display_name="Ben")
    steward = Person.objects.create_user(email="sue@example.org", display_name="Sue")
    made = list(Maker(ann, ben).planted())
    with as_program():
        for person, role in ((steward, "steward"), (steward, "guardian"), (ann, "keeper")):
            give_role(person, role=role, now=now)
    with acting(ann):
        set_details(ann, display_name=NAME, language="en", now=now)
        join_group(ann, group=Ref.to(organization), display_name=GROUP_NAME, now=now)
        confirm_record(service, by=f"{NAME}, for the group", now=now)
        record = record_of(organization)
        record.contacts = [ContactRecord(name=NAME, email=ADDRESS.upper(), visibility="public")]
        change_record(organization, record=record, now=now)
        record = record_of(Organization.objects.get(pk=organization.pk))
        record.description = f"{NAME} was here"
        propose_change(organization, record=record, note=NAME, now=now)
        keep(io.BytesIO(png()), owner=Ref.to(ann), visibility="by_rule", by=ann, now=now)
    with acting(ben):
        join_group(ben, group=Ref.to(organization), display_name="Ben", now=now)
    _write_letters(ann, ben)
    _leave_with_the_program(ann, now)
    _forget_to_tidy_up(folder)
    return ann, ben, made


def _write_letters(ann: Person, ben: Person) -> None:
    """To the person; to somebody else about the person; to an address without an account, of which one was sent."""
    fact = LogEntry.objects.filter(actor_id=str(ann.log_name)).first()
    words = {"subject": _lazy(), "template": "directory/letters/change_decided.txt"}
    letter(fact, to=ann, context={"published": True, "reason": NAME}, **words)
    letter(fact, to=ben, context={"published": False, "reason": f"{NAME} said so"}, about=Ref.to(ann), **words)
    letter(fact, to=ADDRESS, context={"published": False, "reason": "To you"}, **words)
    send_letter.func(_Once(), str(Letter.objects.get(recipient=ben, channel="email", fact=fact).pk))
    EmailMessage(subject="Your code", body=f"For {NAME}", to=[ADDRESS]).send()
    EmailMessage(subject="Another code", body="For Ben", to=["ben@example.org"]).send()


class _Once:
    attempt = 1


def _lazy():
    from django.utils.translation import gettext_lazy

    return gettext_lazy("Something you sent has been looked at")


def _leave_with_the_program(ann: Person, now) -> None:
    """Sessions, the cache, keys of forms, jobs."""
    for content in ({"_auth_user_id": str(ann.pk)}, {"account_login": {"email": ADDRESS}}, {"_auth_user_id": str(uuid.uuid4())}):
        session = SessionStore()
        session.update(content)
        session.save()
    cache.set(f"tries:{ADDRESS}", 3, 3600)
    cache.set("last", {"person": str(ann.pk)}, 3600)
    once(uuid.uuid4(), scope=f"something {ann.pk}", now=now, do=lambda: str(ann.pk))
    DBTaskResult.objects.create(
        task_path="trellis.core.letters.sending.send_letter", args_kwargs={"args": [str(ann.pk)], "kwargs": {}}, queue_name="default",
        backend_name="default", status="FAILED", traceback=f"SMTPRecipientsRefused: {ADDRESS}", enqueued_at=now, finished_at=now,
        run_after=now, exception_class_path="", worker_ids=[],
    )  # fmt: skip


def _forget_to_tidy_up(folder: Path) -> None:
    assert Path(settings.EMAIL_FILE_PATH).parent == folder
    assert any(Path(settings.EMAIL_FILE_PATH).iterdir())


def wanted(ann: Person, made: list[Planted | str]) -> dict[str, set[bytes]]:
    """What must be found before and never after: words in plain columns, and the person's id."""
    found = {f"{each.name}.{name}": spellings(word) for each in made if isinstance(each, Planted) for name, word in each.plain.items()}
    known = {"name": NAME.split()[1], "address": ADDRESS.partition("@")[0]}
    return found | {name: spellings(word) for name, word in known.items()} | {"id": spellings_of_id(ann.pk)}


def hidden(made: list[Planted | str]) -> dict[str, set[bytes]]:
    """Words in encrypted fields, which must never be found at all."""
    found = {f"{each.name}.{name}": spellings(word) for each in made if isinstance(each, Planted) for name, word in each.sealed.items()}
    return found | {"name in a group": spellings(GROUP_NAME.split()[1])}


def rows_left(made: list[Planted | str]) -> list[str]:
    """Planted rows that are not as the register says they should be now."""
    wrong = []
    for each in made:
        if isinstance(each, str):
            continue
        row = each.description.model._base_manager.filter(pk=each.pk).first()
        if each.theirs.on_erasure == "delete":
            if row is not None:
                wrong.append(f"{each.name} is still there")
        elif row is None:
            wrong.append(f"{each.name} should have stayed")
        else:
            wrong += _what_stayed(each, row)
    return wrong


def _what_stayed(each: Planted, row) -> list[str]:
    first = row._meta.get_field(each.path.partition("__")[0])
    wrong = []
    if first.many_to_many:
        if getattr(row, first.name).exists():
            wrong.append(f"{each.name} still points at them")
    elif getattr(row, first.attname) is not None:
        wrong.append(f"{each.name} still points at them")
    for name, word in {**each.plain, **each.sealed}.items():
        if word in str(getattr(row, name)):
            wrong.append(f"{each.name}.{name} still holds their words")
    return wrong


def of_others(ann: Person, ben: Person) -> dict[str, int]:
    """What must be the same before and after: people, letters, memberships, sessions and records of others."""
    from trellis.apps.people.models import Membership

    mail = Path(settings.EMAIL_FILE_PATH)
    return {
        "people": get_user_model().objects.exclude(pk=ann.pk).count(),
        "letters of ben": Letter.objects.filter(recipient=ben).count(),
        "groups of ben": Membership.objects.filter(person=ben, group_index=_group_index()).count(),
        "records": Organization.objects.count(),
        "mail to ben": sum("Another code" in each.read_text() for each in mail.iterdir()),
    }


def _group_index() -> str:
    from trellis.apps.people.models.membership import group_index

    return group_index(Ref.to(Organization.objects.order_by("created_at").first()))
