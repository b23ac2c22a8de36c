"""The Pabulib format (.pb): Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023."""

from trellis.kernels.tally.pabulib.reading import read_pabulib
from trellis.kernels.tally.pabulib.writing import write_pabulib

__all__ = ["read_pabulib", "write_pabulib"]
