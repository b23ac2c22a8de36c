"""Queries of talk."""
