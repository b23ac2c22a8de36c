"""Addresses of the app people."""

urlpatterns: list = []
