"""Who may do what in the exchange, with a reason when not. Each part has its own module."""
