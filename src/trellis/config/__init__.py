"""Settings, addresses and the program's entry points: the only part that knows all others."""
