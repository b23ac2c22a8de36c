"""What people did about their own account: ids only."""

from dataclasses import dataclass

from trellis.core.log.events import Event

_RANDOM_ID = "the person is a random id"


@dataclass(frozen=True, kw_only=True)
class AccountBegun(Event):
    """Somebody made an account by themselves, with an address that they had proved."""

    code = "core.person.account_begun"
    keeps = None
    forgets = _RANDOM_ID


@dataclass(frozen=True, kw_only=True)
class DetailsChanged(Event):
    """A person changed the name others see, or their language."""

    code = "core.person.details_changed"
    keeps = None
    forgets = _RANDOM_ID


@dataclass(frozen=True, kw_only=True)
class SignedOutEverywhere(Event):
    """A person ended all of their sessions."""

    code = "core.person.signed_out_everywhere"
    keeps = None
    forgets = _RANDOM_ID
