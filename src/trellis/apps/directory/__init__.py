"""Organizations, services, locations and spaces: what exists in a place."""
