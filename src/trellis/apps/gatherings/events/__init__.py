"""What happened in gatherings: ids and codes only."""
