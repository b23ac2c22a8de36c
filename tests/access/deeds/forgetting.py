"""Taking everything out and being forgotten."""

from tests.access.deed import Deed, thing

DEEDS = [
    Deed("people.person.erase", "of the editor", lambda world: world.people["editor"]),
    Deed("people.person.erase", "of the last guardian", lambda world: world.people["guardian"]),
    Deed("people.takeout.ask", "of the editor", lambda world: world.people["editor"]),
    Deed("people.takeout.fetch", "of the joined", thing("takeout")),
    Deed("people.takeout.fetch", "fetched already", thing("fetched_takeout")),
]
