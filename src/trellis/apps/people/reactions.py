"""What people's data asks for when somebody is erased: what no column tells."""

from __future__ import annotations

from datetime import datetime

from trellis.apps.people.models import Block
from trellis.apps.people.models.blocks import blocked_index
from trellis.core.forgetting import Identity, also_forgets


@also_forgets
def blocks_of_the_erased(them: Identity, now: datetime) -> int:
    """Blocks of somebody who is erased: whom a block is of is encrypted, so the register's paths do not reach it."""
    if them.person_id is None:
        return 0
    return Block.objects.filter(blocked_index=blocked_index(them.person_id)).delete()[0]
