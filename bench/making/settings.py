"""The real settings, with two more addresses to compare the results page with."""

from trellis.config.settings import *  # noqa: F403

ROOT_URLCONF = "making.urls"
