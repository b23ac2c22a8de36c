"""One package per concern; each imports only those below it."""
