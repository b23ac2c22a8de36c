"""Arithmetic: pure Python in, pure Python out. No Django, no clock, no network, no global randomness."""
