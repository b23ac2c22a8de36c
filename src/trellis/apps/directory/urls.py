"""Addresses of the directory."""

from django.urls import path

from trellis.apps.directory.views import public

urlpatterns = [
    path("service/<uuid:service_id>", public.service, name="directory-service"),
    path("service/<uuid:service_id>/how-long", public.tell_time, name="directory-service-tell-time"),
    path("organization/<uuid:organization_id>", public.organization, name="directory-organization"),
    path("organizations", public.organizations, name="directory-organizations"),
    path("space/<uuid:space_id>", public.space, name="directory-space"),
    path("location/<uuid:location_id>", public.location, name="directory-location"),
]
