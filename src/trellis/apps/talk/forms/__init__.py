"""Forms of talk."""
