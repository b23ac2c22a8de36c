"""Addresses of the app gatherings, each part with its own list."""

urlpatterns: list = []
