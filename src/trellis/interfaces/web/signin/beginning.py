"""Making one's account by oneself: it begins when the code that was sent to an address nobody had is typed.

Until then nothing of it is kept but the session of the browser that asked, as for everybody who signs in.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import Refused, WrongState
from trellis.core.people.actions import begin_account
from trellis.core.people.models import Person
from trellis.interfaces.web.signin.adapter import LOGIN_CODE_MAIL, NO_ACCOUNT_MAIL
from trellis.interfaces.web.signin.addresses import holder_of

NOT_HERE = _("Nobody can sign in with this address now.")


def write_to_a_stranger(asked: LoginCodeVerificationProcess, address: str, *, may_begin: bool) -> None:
    """For an address with which nobody signs in: the same letter, or one without a code; the work is that of a known one."""
    code = get_adapter().generate_login_code()
    if may_begin:
        asked.state["code"] = code
        asked.persist()
    letter = LOGIN_CODE_MAIL if may_begin else NO_ACCOUNT_MAIL
    get_adapter().send_mail(letter, address, {"request": asked.request, "code": code})


def account_for(address: str) -> tuple[Person | None, bool]:
    """The account of whoever proved the address, and whether it began now; None where there can be none.

    Somebody may have come in between, in another browser: then it is theirs.
    """
    try:
        return begin_account(address=address, language=get_language() or "en", now=timezone.now()), True
    except (IntegrityError, Refused, WrongState):
        person = holder_of(address)
        return (person if person is not None and person.is_active else None), False
