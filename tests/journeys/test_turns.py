"""A volunteer takes a turn, can't be there the evening before, a stand-by has it by one link, and the next shift reads the note they left."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people_made import make

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=20_000)

PREPARE = """
