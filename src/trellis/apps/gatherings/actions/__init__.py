"""Every write of gatherings."""

from trellis.apps.gatherings.actions import gardens as gardens
from trellis.apps.gatherings.actions import gardens_harvest as gardens_harvest
from trellis.apps.gatherings.actions import leagues as leagues
from trellis.apps.gatherings.actions import leagues_results as leagues_results
from trellis.apps.gatherings.actions import places as places
from trellis.apps.gatherings.actions import respite as respite
from trellis.apps.gatherings.actions import respite_house as respite_house
from trellis.apps.gatherings.actions.nightly import make_all_ahead as make_all_ahead
from trellis.apps.gatherings.actions.series import Details as Details
from trellis.apps.gatherings.actions.series import describe_series as describe_series
from trellis.apps.gatherings.actions.series import end_series as end_series
from trellis.apps.gatherings.actions.series import make_ahead as make_ahead
from trellis.apps.gatherings.actions.series import make_series as make_series
from trellis.apps.gatherings.actions.series import make_series_in_circle as make_series_in_circle
from trellis.apps.gatherings.actions.series import reschedule_series as reschedule_series
from trellis.apps.gatherings.actions.subscribing import end_calendar_address as end_calendar_address
from trellis.apps.gatherings.actions.subscribing import make_calendar_address as make_calendar_address
from trellis.apps.gatherings.actions.times import add_gathering as add_gathering
from trellis.apps.gatherings.actions.times import call_off_gathering as call_off_gathering
from trellis.apps.gatherings.actions.times import count_heads as count_heads
from trellis.apps.gatherings.actions.times import move_gathering as move_gathering
from trellis.apps.gatherings.actions.times import note_about_gathering as note_about_gathering
from trellis.apps.gatherings.actions.times import put_gathering_back_on as put_gathering_back_on
