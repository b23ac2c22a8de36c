"""`trellis follow URL`: follows a list from now on, or looks at what is followed."""

from __future__ import annotations

import argparse

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.apps.directory.actions.following import check_now, follow_source, start_following
from trellis.apps.directory.models import FeedKind, Following, FollowState, HowOften
from trellis.apps.directory.queries.following import followings_due
from trellis.core.actions import as_program
from trellis.core.console import BadInput, print_json, result, say
from trellis.core.signing import fingerprint
from trellis.interfaces.feeds import fetching
from trellis.interfaces.feeds.following import checking


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("url", nargs="?", default="", help=_("the address of a place or of a list"))
    parser.add_argument("--kind", choices=FeedKind.values, default=FeedKind.TRELLIS, help=_("what it is"))
    parser.add_argument("--name", default="", help=_("what it shall be called here"))
    parser.add_argument("--every", choices=HowOften.values, default=HowOften.DAY, help=_("how often to look"))
    parser.add_argument("--look", action="store_true", help=_("look and count, take nothing in"))
    parser.add_argument("--once", action="store_true", help=_("look at a list that is followed, now"))
    parser.add_argument("--due", action="store_true", help=_("look at every list whose time has come"))
    parser.add_argument("--list", action="store_true", help=_("say what is followed"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: argparse.Namespace) -> int:
    """Follow, look, or list; 2 when a list could not be read or was held back."""
    if options.list or options.due:
        rows = list(followings_due(timezone.now()) if options.due else Following.objects.select_related("source"))
        outcomes = [checking.check(each, now=timezone.now()) for each in rows] if options.due else []
        _tell(options, [_again(each) for each in rows])
        return 2 if {"failed", "held"} & set(outcomes) else 0
    if not fetching.is_url(options.url):
        raise BadInput(_("Say the address of a place or of a list, such as https://clacton.example."))
    outcome, following = _follow(options)
    _tell(options, [following])
    return 2 if outcome in ("failed", "held") else 0


def _follow(options: argparse.Namespace) -> tuple[str, Following]:
    url, now = options.url.rstrip("/"), timezone.now()
    held = Following.objects.filter(url=url).exclude(state=FollowState.STOPPED).select_related("source").first()
    if held is None and options.once:
        raise BadInput(_("%(url)s is not followed.") % {"url": url})
    with as_program("command line"):
        if held is None:
            held = follow_source(url=url, kind=options.kind, name=options.name or url, every=options.every, now=now)
        else:
            check_now(held, now=now)
        following = _again(held)
        outcome = checking.check(following, now=now)
        following = _again(following)
        if outcome == "ready" and not options.look:
            start_following(following, now=now)
            outcome = checking.check(_again(following), now=timezone.now())
            following = _again(following)
    return outcome, following


def _again(following: Following) -> Following:
    return Following.objects.select_related("source").get(pk=following.pk)


def _tell(options: argparse.Namespace, followings: list[Following]) -> None:
    if options.json:
        print_json({"following": [_plain(each) for each in followings]})
        return
    for each in followings:
        result(f"{each.source.name} ({each.url}): {each.get_state_display()}")
        for kind, counts in each.counts.items():
            said = ", ".join(f"{n} {name}" for name, n in counts.items() if n)
            result(f"  {kind}: {said}")
        if each.key:
            result(_("  signed with the key %(key)s") % {"key": fingerprint(each.key)})
        for finding in each.findings:
            say(f"trellis follow: {each.url}: {finding['code']} {finding['n']}/{finding['of']}")
        if each.failure:
            say(f"trellis follow: {each.url}: {each.failure}")


def _plain(each: Following) -> dict:
    return {
        "url": each.url, "name": each.source.name, "kind": each.kind, "state": each.state, "counts": each.counts,
        "findings": each.findings, "failure": each.failure, "key": fingerprint(each.key) if each.key else "",
        "last_checked_at": each.last_checked_at.isoformat() if each.last_checked_at else None,
    }  # fmt: skip
