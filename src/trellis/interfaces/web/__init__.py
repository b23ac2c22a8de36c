"""Pages for people: home, search, places, sign-in."""
