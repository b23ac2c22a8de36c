"""Files of which the person, or a row that went with them, was the owner."""

from __future__ import annotations

from trellis.core.files.models import StoredFile
from trellis.core.files.storage import discard

from .traces import refers_to_nothing


def discard_ownerless(kinds: set[str] | None = None) -> int:
    """Discard the files whose owner is gone, with their bytes once the transaction is committed.

    `kinds` narrows to owners of these kinds, such as those an erasure touched.
    """
    n = 0
    owners: dict = {}
    for file_id, owner in StoredFile.objects.values_list("pk", "owner").iterator(chunk_size=1000):
        if owner is not None and (kinds is None or owner.kind in kinds):
            owners.setdefault(owner, []).append(file_id)
    for owner in refers_to_nothing(owners):
        for stored in StoredFile.objects.filter(pk__in=owners[owner]):
            discard(stored)
            n += 1
    return n
