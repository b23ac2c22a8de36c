"""Addresses of the app exchange, each part with its own list."""

urlpatterns: list = []
