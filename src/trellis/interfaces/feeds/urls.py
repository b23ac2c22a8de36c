"""Addresses of the open feeds."""

urlpatterns: list = []
