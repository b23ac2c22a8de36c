"""The address of stored files."""

from django.urls import path

from .views import stored_file

urlpatterns = [path("files/<uuid:id>", stored_file, name="stored_file")]
