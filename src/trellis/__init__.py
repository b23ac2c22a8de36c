"""Trellis: a platform that communities run for themselves."""
