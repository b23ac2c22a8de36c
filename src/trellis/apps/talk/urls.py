"""Addresses of the app talk."""

urlpatterns: list = []
