"""References: a kind and an id, where a foreign key would point up or at anything.

    about = RefField(blank=True)                      # on a model named in REF_HOLDERS of the register
    Ref.to(service)                                   # Ref(kind="directory.service", id="5e1f...")
    resolve([letter.about for letter in letters])     # {ref: row}, one query for each kind

A row that is gone, or a kind that no installed app has any more, is simply not in the answer.
"""

from .fields import RefField
from .ref import Ref, model_of, register_kind, resolve

__all__ = ["Ref", "RefField", "model_of", "register_kind", "resolve"]
