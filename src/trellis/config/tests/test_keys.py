"""Key files are made once, and only their owner reads them."""

import stat
from concurrent.futures import ThreadPoolExecutor

from trellis.config import keys


def test_made_on_first_use_and_kept(tmp_path):
    path = tmp_path / "secrets" / "django.key"

    first = keys.read_or_make(path)

    assert len(first) > 50
    assert keys.read_or_make(path) == first


def test_only_the_owner_reads_it(tmp_path):
    path = tmp_path / "secrets" / "django.key"

    keys.read_or_make(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_several_at_once_agree_on_one_key(tmp_path):
    path = tmp_path / "secrets" / "django.key"

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: keys.read_or_make(path), range(32)))

    assert len(found) == 1
    assert [file.name for file in path.parent.iterdir()] == ["django.key"]
