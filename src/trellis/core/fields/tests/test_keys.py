"""Key files appear once, stay private, and are re-read."""

import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.fields import KeysUnsafe, blind_index, keys
from trellis.core.fields.sealing import key_label, reseal, seal, unseal


def test_keys_are_made_for_the_owner_only(own_keys):
    keys.key_ring()
    assert oct(own_keys.stat().st_mode)[-3:] == "600"
    assert oct(own_keys.parent.stat().st_mode)[-3:] == "700"


def test_a_readable_key_file_is_refused(own_keys):
    keys.key_ring()
    os.chmod(own_keys, 0o644)
    keys._cached.clear()
    with pytest.raises(KeysUnsafe, match="chmod 600"):
        keys.key_ring()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"not a key\n"])
def test_a_file_without_keys_is_refused(own_keys, content):
    keys.key_ring()
    own_keys.write_bytes(content)
    with pytest.raises(KeysUnsafe):
        keys.key_ring()


def test_all_who_start_at_once_get_the_same_key(own_keys):
    found = []
    threads = [threading.Thread(target=lambda: found.append(keys.key_ring().newest)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and len(found) == 8
    assert os.listdir(own_keys.parent) == ["field.keys"]


def test_a_new_key_is_used_at_once_and_old_values_still_open():
    before = seal("text", "place")
    keys.add_key()
    after = seal("text", "place")
    assert key_label(before) != key_label(after) == keys.key_ring().newest
    assert unseal(before, "place") == unseal(after, "place") == unseal(reseal(before), "place") == "text"


def test_dropping_keeps_the_newest():
    ring = keys.add_key()
    assert keys.drop_keys(set(ring.labels)).labels == (ring.newest,)


@given(st.text(), st.text())
def test_blind_index_is_equal_for_equal_values_only(one, two):
    one, two = one.encode(errors="replace").decode(), two.encode(errors="replace").decode()
    assert (blind_index(one, "phone") == blind_index(two, "phone")) == (one == two)


def test_blind_index_differs_by_purpose():
    assert blind_index("a", "phone") != blind_index("a", "email")
