"""Queries of gatherings."""
