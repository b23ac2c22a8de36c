"""Actions of talk."""
