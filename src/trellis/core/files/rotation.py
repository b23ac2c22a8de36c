"""Files that are not public, written again under a new key."""

from collections.abc import Iterator

from trellis.core.fields.keys import LABEL_LENGTH, key_ring
from trellis.core.fields.rotation import register_store
from trellis.core.fields.sealing import reseal_bytes

from .models import StoredFile
from .storage import lay_down, remove_unless_needed


class SealedFiles:
    """The encrypted files, for the rotation of keys. New bytes lie under a new digest, so rows are changed too."""

    def n_records(self) -> int:
        return self._rows().count()

    def rewrite(self) -> Iterator[int]:
        for stored in self._rows().iterator():
            yield int(_label(stored) not in ("", key_ring().newest) and _rewrite(stored))

    def labels(self) -> set[str]:
        return {_label(stored) for stored in self._rows().iterator()} - {""}

    def _rows(self):
        return StoredFile.objects.exclude(visibility=StoredFile.Visibility.PUBLIC).order_by("pk")


def _rewrite(stored: StoredFile) -> bool:
    before = stored.sha256
    after = lay_down(reseal_bytes(stored.path.read_bytes()))
    changed = StoredFile.objects.filter(pk=stored.pk, sha256=before).update(sha256=after)
    remove_unless_needed(before if changed else after)
    return bool(changed)


def _label(stored: StoredFile) -> str:
    """The label of the key its bytes need; "" when they are gone."""
    try:
        with stored.path.open("rb") as file:
            return file.read(LABEL_LENGTH).decode(errors="replace")
    except FileNotFoundError:
        return ""


register_store(SealedFiles())
