"""The real settings, with the addresses of the benchmark."""

from trellis.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.paged.urls"
