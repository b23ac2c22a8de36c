"""Addresses of the open feeds."""

from django.urls import path

from trellis.interfaces.feeds import network
from trellis.interfaces.feeds.outgoing import views as outgoing

urlpatterns = [
    path("meetings.json", outgoing.meetings_json, name="feeds-meetings-json"),
    path("meetings.csv", outgoing.meetings_csv, name="feeds-meetings-csv"),
    path("meetings.ics", outgoing.meetings_ics, name="feeds-meetings-ics"),
    path("service/<uuid:service_id>/calendar.ics", outgoing.service_ics, name="feeds-service-ics"),
    path("directory.geojson", outgoing.directory_geojson, name="feeds-directory-geojson"),
    path("feeds", outgoing.use_our_data, name="feeds-use-our-data"),
    path(".well-known/trellis.json", network.about, name="network-about"),
    path("network/records.ndjson", network.records, name="network-records"),
    path("interests.json", network.interests, name="network-interests"),
]
