"""What happened in exchange: ids and codes only."""
