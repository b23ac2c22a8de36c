"""What every page knows: the place, the ways through it, the languages. Nothing here asks the database or opens a session."""

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from trellis.core.texts.catalogues import is_machine_made

EMERGENCY_NUMBERS = {"GB": "999", "IE": "112", "US": "911", "CA": "911", "AU": "000", "NZ": "111"}
"""Elsewhere 112, which mobile phones take in most of the world."""


@lru_cache(maxsize=64)
def _frame(language: str) -> dict:
    """The parts of the context that depend on nothing but the language."""
    country = getattr(settings, "PLACE_COUNTRY", "GB")
    number = getattr(settings, "EMERGENCY_NUMBER", EMERGENCY_NUMBERS.get(country, "112"))
    return {
        "place": {
            "name": getattr(settings, "PLACE_NAME", "Trellis"),
            "country": country,
            "emergency": [
                {"question": _("In danger now?"), "call": _("Call %(number)s") % {"number": number}, "number": number},
                *(
                    {"question": str(question), "call": _("Call %(number)s") % {"number": line}, "number": line}
                    for question, line in getattr(settings, "HELPLINES", ())
                ),
            ],
        },
        "navigation": _links(getattr(settings, "NAVIGATION", ())),
        "navigation_signed_in": _links(getattr(settings, "NAVIGATION_SIGNED_IN", ())),
        "foot": _links(getattr(settings, "FOOT", ())),
        "announced": [
            {**link, "type": kind} for name, kind, title in getattr(settings, "ANNOUNCED", ()) for link in _links([(name, title)])
        ],
        "sign_in": _links([(settings.LOGIN_URL, _("Sign in"))]),
        "languages": [_offered(code) for code, _name in settings.LANGUAGES],
        "machine_made": is_machine_made(language),
        "translations_url": _page_of("TRANSLATIONS_PAGE"),
        "worry_url": _worry_url(),
    }


def _worry_url() -> str:
    """Where somebody says that they are worried, on a server that has such a page."""
    name = getattr(settings, "WORRY_PAGE", "")
    return next((link["url"] for link in _links([(name, "")])), "") if name else ""


def _page_of(setting: str) -> str:
    """The address of the page that a setting names, on a server that has it."""
    name = getattr(settings, setting, "")
    return "".join(link["url"] for link in _links([(name, "")])) if name else ""


def _offered(code: str) -> dict:
    known = get_language_info(code)
    return {
        "url": reverse("choose-language", args=[code]),
        "code": code,
        "name": known["name_local"].capitalize(),
        "dir": "rtl" if known["bidi"] else "ltr",
    }


def _links(pairs) -> list[dict]:
    links = []
    for name, label, *roles in pairs:
        try:
            links.append({"url": reverse(name), "label": str(label), "roles": roles})
        except NoReverseMatch:
            if settings.DEBUG:
                raise
    return links


@receiver(setting_changed)
def _forget(**_kwargs) -> None:
    _frame.cache_clear()


def page(request) -> dict:
    """Context processor: place, navigation, languages; `signed_in` without opening a session for those who have none.

    A page about a place may use the name `place` for it: the frame itself reads `home`."""
    frame = _frame(get_language() or settings.LANGUAGE_CODE)
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    signed_in = has_session and getattr(request, "user", None) is not None and request.user.is_authenticated
    standing_in = getattr(request, "standing_in", None)
    own_ways = signed_in and standing_in is None
    own_links = (
        [link for link in frame["navigation_signed_in"] if not link["roles"] or request.user.has_role(*link["roles"])] if own_ways else []
    )
    links = frame["navigation"] + own_links
    path = request.path
    return {
        "place": frame["place"],
        "home": frame["place"],
        "navigation": [{**link, "current": path == link["url"] or (link["url"] != "/" and path.startswith(link["url"]))} for link in links],
        "languages": frame["languages"],
        "machine_made": frame["machine_made"],
        "translations_url": frame["translations_url"],
        "worry_url": "" if frame["worry_url"] and path.startswith(frame["worry_url"]) else frame["worry_url"],
        "this_path": quote(path),
        "foot": frame["foot"],
        "announced": frame["announced"],
        "this_address": quote(request.get_full_path(), safe=""),
        "signed_in": signed_in,
        "sign_in": [] if signed_in else frame["sign_in"],
        "exit_page": getattr(request, "exit_page", False),
        "standing_in": standing_in.bar if standing_in is not None else None,
    }
