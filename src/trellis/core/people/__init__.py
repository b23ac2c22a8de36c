"""People who take part, and the roles they hold."""
