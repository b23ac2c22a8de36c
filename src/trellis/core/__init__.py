"""What every app stands on, and which knows no concern of its own."""
