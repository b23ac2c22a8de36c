"""Reading and writing the Pabulib format (.pb)."""

from typing import BinaryIO

from trellis.kernels.tally.election import Election


def read_pabulib(source: BinaryIO | bytes) -> Election:
    """Read an election from a Pabulib file; raises Malformed."""
    raise NotImplementedError


def write_pabulib(election: Election) -> str:
    """Write an election as a Pabulib file."""
    raise NotImplementedError
