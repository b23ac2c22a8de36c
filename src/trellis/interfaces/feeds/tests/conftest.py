"""What tests of the feeds share."""

from collections.abc import Iterator

import pytest

from trellis.interfaces.feeds.tests.serving import Server, serving


@pytest.fixture
def served() -> Iterator[Server]:
    """A small server on this machine."""
    yield from serving()
