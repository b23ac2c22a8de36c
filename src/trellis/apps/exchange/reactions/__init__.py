"""What exchange does when something happens below; each part with its own module."""

from trellis.apps.exchange.reactions import asking  # noqa: F401
