"""A group's threads and what its members write there."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.apps.people.models import Membership
from trellis.apps.people.queries.blocks import hides, token_for
from trellis.apps.people.queries.naming import named
from trellis.apps.talk.actions import edit_comment, remove_comment, report_comment, start_thread, take_thanks_back, thank, write_comment
from trellis.apps.talk.forms.writing import CommentForm, EditForm, ReportForm, ThreadForm
from trellis.apps.talk.models import Comment, Thread
from trellis.apps.talk.queries import circles
from trellis.apps.talk.queries.noticing import sounds_desperate
from trellis.apps.talk.queries.reading import comments_of, decisions_about, groups_of, may_still_edit, shown, threads_of, written_by
from trellis.apps.talk.views.gate import for_members
from trellis.core.actions import WrongState, current_person, once
from trellis.core.references import Ref

PAGE = 50


@for_members
def mine(request: HttpRequest) -> HttpResponse:
    """My groups, what I wrote, and what moderators decided about it."""
    person = current_person()
    context = {
        "groups": groups_of(person),
        "decisions": decisions_about(person)[:20],
        "page": Paginator(written_by(person), 20).get_page(request.GET.get("page")),
        "moderates": person.holds("moderator"),
    }
    return render(request, "talk/mine.html", context)


@for_members
def threads(request: HttpRequest, membership_id: uuid.UUID, **named_row) -> HttpResponse:
    """The threads of one of my groups, or those about something in it. The address names my membership: to others it says nothing."""
    membership = _membership_or_404(membership_id)
    about = _about_or_404(membership, **named_row)
    page = Paginator(threads_of(membership, about=about), 30).get_page(request.GET.get("page"))
    context = {"membership": membership, "group": _group_name(membership), "page": page} | _on(membership, about)
    return render(request, "talk/threads.html", context)


@for_members
def new(request: HttpRequest, membership_id: uuid.UUID, **named_row) -> HttpResponse:
    """Begin a thread."""
    membership, now = _membership_or_404(membership_id), timezone.now()
    about = _about_or_404(membership, **named_row)
    form = ThreadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def do() -> str:
            words = {"title": told["title"], "body": told["body"], "language": get_language() or "en"}
            return start_thread(membership, about=about, now=now, **words)

        try:
            made, _is_new = once(told["form_key"], scope=f"talk.thread.start:{membership.pk}", now=now, do=do)
        except WrongState as stuck:
            form.add_error("body", str(stuck.reason))
        else:
            _be_kind(request, told["body"])
            return redirect("talk-thread", made)
    context = {"membership": membership, "group": _group_name(membership), "form": form} | _on(membership, about)
    return render(request, "talk/new.html", context)


@for_members
def thread(request: HttpRequest, thread_id: uuid.UUID) -> HttpResponse:
    """What was said, oldest first, the latest page first shown; and saying something."""
    person, now = current_person(), timezone.now()
    found = Thread.objects.filter(pk=thread_id).first()
    membership = circles.membership_for(person, found.about) if found is not None else None
    is_member = membership is not None
    out = hides(person)
    if found is None or not circles.may_read(person, found.about, member=is_member) or found.person_id in out:
        raise Http404
    may_write = circles.may_write(person, found.about, member=is_member)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and may_write and form.is_valid():
        told = form.cleaned_data

        def do() -> str:
            return write_comment(found, body=told["body"], language=get_language() or "en", now=now)

        try:
            made, _is_new = once(told["form_key"], scope=f"talk.comment.write:{found.pk}:{person.pk}", now=now, do=do)
        except WrongState as stuck:
            form.add_error("body", str(stuck.reason))
        else:
            _be_kind(request, told["body"])
            return redirect(f"{reverse('talk-thread', args=[found.pk])}#comment-{made}")
    pages = Paginator(comments_of(found, without=out), PAGE)
    page = pages.get_page(request.GET.get("page") or pages.num_pages)
    rows = [
        (each, token_for(person, each.comment.author) if each.comment.author and not each.is_mine else "")
        for each in shown(page, person, now=now)
    ]
    context = {
        "thread": found,
        "membership": membership,
        "group": _group_name(membership) if membership else "",
        "rows": rows,
        "page": page,
        "form": form,
        "may_write": may_write,
        "about": str(Ref.to(found)),
    }
    if membership is not None:
        context |= _on(membership, found.about)
    return render(request, "talk/thread.html", context)


@for_members
def edit(request: HttpRequest, comment_id: uuid.UUID) -> HttpResponse:
    """Change what I wrote a moment ago."""
    comment, now = _own_or_404(comment_id), timezone.now()
    form = EditForm(request.POST or None, initial={"body": comment.body})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        scope = f"talk.comment.edit:{comment.pk}"
        try:
            once(told["form_key"], scope=scope, now=now, do=lambda: edit_comment(comment, body=told["body"], now=now))
        except WrongState as stuck:
            form.add_error("body", str(stuck.reason))
        else:
            messages.success(request, _("Saved."))
            return _back_to(comment)
    return render(request, "talk/edit.html", {"comment": comment, "form": form, "too_late": not may_still_edit(comment, now)})


@for_members
def remove(request: HttpRequest, comment_id: uuid.UUID) -> HttpResponse:
    """Remove what I wrote, after asking."""
    comment = _own_or_404(comment_id)
    if request.method == "POST":
        try:
            remove_comment(comment, now=timezone.now())
            messages.success(request, _("Removed. Your words are gone."))
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
        return _back_to(comment)
    return render(request, "talk/remove.html", {"comment": comment})


@for_members
def give_thanks(request: HttpRequest, comment_id: uuid.UUID) -> HttpResponse:
    """Thank whoever wrote it, or take it back; a page of its own only for a browser that came by an address."""
    person, now = current_person(), timezone.now()
    comment = Comment.objects.select_related("thread").filter(pk=comment_id).first()
    if comment is None or not thank.verdict(person, comment) or comment.person_id in hides(person):
        raise Http404
    if request.method == "POST":
        with suppress(WrongState):  # pressed twice: it is as they wished
            (take_thanks_back if request.POST.get("back") else thank)(comment, now=now)
    return _back_to(comment)


@for_members
def report(request: HttpRequest, comment_id: uuid.UUID) -> HttpResponse:
    """It breaks the rules: which, and anything to add."""
    person = current_person()
    comment = Comment.objects.select_related("thread", "author").filter(pk=comment_id).first()
    if comment is None or not report_comment.verdict(person, comment) or comment.person_id in hides(person):
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()

        def do() -> str:
            return report_comment(comment, rule=told["rule"], words=told["words"], now=now)

        try:
            once(told["form_key"], scope=f"talk.comment.report:{comment.pk}:{person.pk}", now=now, do=do)
        except WrongState as stuck:
            messages.error(request, str(stuck.reason))
            return _back_to(comment)
        messages.success(request, _("Sent to the moderators. You get a letter here when somebody has looked at it."))
        return _back_to(comment)
    row = shown([comment], person, now=timezone.now())[0]
    return render(request, "talk/report.html", {"row": row, "form": form, "comment": comment})


def _membership_or_404(membership_id: uuid.UUID) -> Membership:
    found = Membership.objects.filter(pk=membership_id, person=current_person()).first()
    if found is None or not circles.may_read(current_person(), found.group):
        raise Http404
    return found


def _about_or_404(membership: Membership, app: str = "", noun: str = "", row_id: uuid.UUID | None = None) -> Ref | None:
    """What in the group is talked about; None where it is the group itself."""
    if row_id is None:
        return None
    about = Ref(f"{app}.{noun}", str(row_id))
    if circles.group_of(about) != membership.group or not circles.may_read(membership.person, about):
        raise Http404
    return about


def _on(membership: Membership, about: Ref | None) -> dict[str, object]:
    """What the pages say of the thing that is talked about, and where they lead."""
    if about is None or about == membership.group:
        return {
            "on": None,
            "threads_url": reverse("talk-threads", args=[membership.pk]),
            "new_url": reverse("talk-new", args=[membership.pk]),
        }
    at = [membership.pk, *about.kind.split("."), about.id]
    return {
        "on": named([about]).get(about),
        "threads_url": reverse("talk-threads-on", args=at),
        "new_url": reverse("talk-new-on", args=at),
    }


def _own_or_404(comment_id: uuid.UUID) -> Comment:
    comment = Comment.objects.select_related("thread").filter(pk=comment_id, person=current_person()).first()
    if comment is None or comment.state == Comment.State.REMOVED:
        raise Http404
    return comment


def _back_to(comment: Comment) -> HttpResponse:
    """The thread, or what I wrote, for somebody who has left the group."""
    if comment.thread.is_visible_to(current_person()):
        return redirect(f"{reverse('talk-thread', args=[comment.thread_id])}#comment-{comment.pk}")
    return redirect("talk-mine")


def _group_name(membership: Membership) -> str:
    found = named([membership.group]).get(membership.group)
    return found.name if found is not None else _("Your group")


def _be_kind(request: HttpRequest, text: str) -> None:
    """A word to somebody who writes that they can't go on. Nothing of it is kept."""
    if sounds_desperate(text):
        messages.info(request, _("It sounds hard right now. There are people you can talk to, day and night: open “Help now” above."))
