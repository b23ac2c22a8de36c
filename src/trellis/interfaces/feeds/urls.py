"""Addresses of the open feeds."""

from django.urls import path

from trellis.interfaces.feeds import network
from trellis.interfaces.feeds.outgoing import gathering_views as gatherings
from trellis.interfaces.feeds.outgoing import views as outgoing

urlpatterns = [
    path("meetings.json", outgoing.meetings_json, name="feeds-meetings-json"),
    path("meetings.csv", outgoing.meetings_csv, name="feeds-meetings-csv"),
    path("meetings.ics", outgoing.meetings_ics, name="feeds-meetings-ics"),
    path("service/<uuid:service_id>/calendar.ics", outgoing.service_ics, name="feeds-service-ics"),
    path("gatherings.ics", gatherings.gatherings_ics, name="feeds-gatherings-ics"),
    path("gatherings/of/<uuid:organization_id>/calendar.ics", gatherings.group_ics, name="feeds-group-ics"),
    path("gatherings/at/<uuid:location_id>/calendar.ics", gatherings.location_ics, name="feeds-location-ics"),
    path("gatherings/series/<uuid:series_id>/calendar.ics", gatherings.series_ics, name="feeds-series-ics"),
    path("gatherings/<uuid:gathering_id>/calendar.ics", gatherings.gathering_ics, name="feeds-gathering-ics"),
    path("calendar/<slug:token>/busy.ics", gatherings.my_ics, name="feeds-my-ics"),
    path("directory.geojson", outgoing.directory_geojson, name="feeds-directory-geojson"),
    path("feeds", outgoing.use_our_data, name="feeds-use-our-data"),
    path(".well-known/trellis.json", network.about, name="network-about"),
    path("network/records.ndjson", network.records, name="network-records"),
    path("interests.json", network.interests, name="network-interests"),
]
