"""The real settings, with the address of an empty page."""

from trellis.config.settings import *  # noqa: F403
from trellis.config.settings import ALLOWED_HOSTS as REAL_HOSTS

ALLOWED_HOSTS = [*REAL_HOSTS, "testserver"]
ROOT_URLCONF = "making.empty_urls"
