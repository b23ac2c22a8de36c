"""`trellis tick`: do once what is due by the clock, for hosts that run it from a timer."""

import argparse

from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from trellis.core.jobs import reaper, tick


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(options: argparse.Namespace) -> int:
    autodiscover_modules("jobs")
    now = timezone.now()
    reaper.reap(now)
    tick(now)
    return 0
