"""Forms of gatherings."""
