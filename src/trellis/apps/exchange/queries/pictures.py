"""Who may see the picture of a thing: whoever may see the thing."""

from trellis.apps.exchange.models import Item
from trellis.core.files import file_rule


@file_rule("exchange.item")
def may_see_picture(person, item: Item, stored) -> bool:
    """As the thing is seen."""
    return item.is_visible_to(person)
