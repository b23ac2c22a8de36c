"""Addresses of the directory."""

from django.urls import path

from trellis.apps.directory.views import editing, keeping, public, roles

urlpatterns = [
    path("service/<uuid:service_id>", public.service, name="directory-service"),
    path("service/<uuid:service_id>/how-long", public.tell_time, name="directory-service-tell-time"),
    path("organization/<uuid:organization_id>", public.organization, name="directory-organization"),
    path("organizations", public.organizations, name="directory-organizations"),
    path("space/<uuid:space_id>", public.space, name="directory-space"),
    path("location/<uuid:location_id>", public.location, name="directory-location"),
    path("keep/", keeping.desk, name="directory-keep"),
    path("keep/waiting/", keeping.waiting, name="directory-keep-waiting"),
    path("keep/change/<uuid:revision_id>", keeping.revision, name="directory-keep-revision"),
    path("keep/roles", roles.roles, name="directory-keep-roles"),
    path("keep/new/<slug:kind>", editing.new, name="directory-keep-new"),
    path("keep/<slug:kind>/", keeping.records, name="directory-keep-records"),
    path("keep/<slug:kind>/<uuid:record_id>/", editing.record, name="directory-keep-record"),
    path("keep/<slug:kind>/<uuid:record_id>/edit/<slug:code>", editing.section, name="directory-keep-section"),
    path("keep/<slug:kind>/<uuid:record_id>/history", keeping.history, name="directory-keep-history"),
    path("keep/<slug:kind>/<uuid:record_id>/confirm", keeping.confirm, name="directory-keep-confirm"),
    path("keep/<slug:kind>/<uuid:record_id>/status", keeping.status, name="directory-keep-status"),
]
