"""What happened in gatherings: ids and codes only."""

from trellis.apps.gatherings.events import gardens as gardens
from trellis.apps.gatherings.events import places as places
from trellis.apps.gatherings.events import respite as respite
from trellis.apps.gatherings.events import safety as safety
from trellis.apps.gatherings.events import turns as turns
from trellis.apps.gatherings.events import warmline as warmline
from trellis.apps.gatherings.events.calendar import (
    CalendarAddressEnded as CalendarAddressEnded,
)
from trellis.apps.gatherings.events.calendar import (
    CalendarAddressMade as CalendarAddressMade,
)
from trellis.apps.gatherings.events.calendar import (
    GatheringAdded as GatheringAdded,
)
from trellis.apps.gatherings.events.calendar import (
    GatheringBackOn as GatheringBackOn,
)
from trellis.apps.gatherings.events.calendar import (
    GatheringCalledOff as GatheringCalledOff,
)
from trellis.apps.gatherings.events.calendar import (
    GatheringMoved as GatheringMoved,
)
from trellis.apps.gatherings.events.calendar import (
    GatheringNoted as GatheringNoted,
)
from trellis.apps.gatherings.events.calendar import (
    HeadsCounted as HeadsCounted,
)
from trellis.apps.gatherings.events.calendar import (
    SeriesDescribed as SeriesDescribed,
)
from trellis.apps.gatherings.events.calendar import (
    SeriesEnded as SeriesEnded,
)
from trellis.apps.gatherings.events.calendar import (
    SeriesMade as SeriesMade,
)
from trellis.apps.gatherings.events.calendar import (
    SeriesMadeAhead as SeriesMadeAhead,
)
from trellis.apps.gatherings.events.calendar import (
    SeriesRescheduled as SeriesRescheduled,
)
