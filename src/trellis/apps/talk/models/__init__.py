"""The tables of talk."""
