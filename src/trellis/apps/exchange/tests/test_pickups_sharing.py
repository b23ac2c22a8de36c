"""Laws of sharing surplus food out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.apps.exchange.queries.pickups_sharing import shares


@settings(max_examples=100, deadline=None)
@given(
    grams=st.integers(0, 60_000),
    takers=st.dictionaries(
        st.sampled_from("abcd"),
        st.tuples(st.integers(100, 30_000), st.none() | st.integers(0, 20_000), st.integers(0, 90_000)),
        min_size=1,
    ),
    crate=st.integers(500, 5000),
)
def test_nothing_is_lost_nobody_overflows_and_no_crate_could_go_to_somebody_who_had_less(grams, takers, crate):
    needs, room, served = ({id: told[n] for id, told in takers.items()} for n in range(3))
    given_out = shares(grams, needs=needs, room=room, served=served, crate=crate, seed="x")
    assert all(limit is None or given_out[id] <= limit for id, limit in room.items())
    free = [id for id, limit in room.items() if limit is None or given_out[id] < limit]
    assert sum(given_out.values()) == grams or (sum(given_out.values()) < grams and not free)
    for id in free:
        for other, had in given_out.items():
            before = (served[other] + max(had - crate, 0)) / needs[other]
            assert not had or before <= (served[id] + given_out[id]) / needs[id] + 1e-9
    assert given_out == shares(grams, needs=needs, room=room, served=served, crate=crate, seed="x")
