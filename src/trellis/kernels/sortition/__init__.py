"""Fair selection of a panel from volunteers: everyone's chance as equal as the quotas allow, with proof.

People whose features are equal are interchangeable, so everything is worked out over profiles (distinct rows of features) and
only at the end over persons. Source: Flanigan, Goelz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens'
assemblies", Nature 596 (2021).
"""

from trellis.kernels.sortition.certificate import Certificate, Cut, Prices, Step, certificate
from trellis.kernels.sortition.fairness import OBJECTIVES, Fairness, ProfileChance, WeightedPanel, fair_chances
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.profiles import Profile, Profiles
from trellis.kernels.sortition.programme import Impossible, Programme
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.verification import verify

__all__ = [
    "OBJECTIVES",
    "Certificate",
    "Cut",
    "Fairness",
    "Impossible",
    "Malformed",
    "Pool",
    "Prices",
    "Profile",
    "ProfileChance",
    "Profiles",
    "Programme",
    "Quota",
    "Quotas",
    "Step",
    "WeightedPanel",
    "certificate",
    "fair_chances",
    "verify",
]
