"""Open formats out: meetings, calendars, points on a map."""
