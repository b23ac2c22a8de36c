"""Fair selection of a panel from volunteers: everyone's chance as equal as the quotas allow, with proof.

People whose features are equal are interchangeable, so everything is worked out over profiles (distinct rows of features) and
only at the end over persons. Source: Flanigan, Goelz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens'
assemblies", Nature 596 (2021).
"""

from trellis.kernels.sortition.certificate import Certificate, Cut, Prices, Step, certificate
from trellis.kernels.sortition.composition import Missing, Standing, missing
from trellis.kernels.sortition.drawing import Drawn, draw, draw_with_dice
from trellis.kernels.sortition.fairness import OBJECTIVES, Fairness, ProfileChance, WeightedPanel, fair_chances
from trellis.kernels.sortition.lottery import Lottery, TicketedPanel, select
from trellis.kernels.sortition.pool import Malformed, Pool
from trellis.kernels.sortition.profiles import Profile, Profiles
from trellis.kernels.sortition.programme import Impossible, Programme
from trellis.kernels.sortition.publication import check_lottery, published, read_lottery
from trellis.kernels.sortition.quotas import Quota, Quotas
from trellis.kernels.sortition.reading import Population, read_pool, read_population, read_quotas
from trellis.kernels.sortition.relaxation import Change, Relaxation, relax
from trellis.kernels.sortition.replacements import alternates, relax_for, replace, vacancies
from trellis.kernels.sortition.verification import verify

__all__ = [
    "OBJECTIVES",
    "Certificate",
    "Change",
    "Cut",
    "Drawn",
    "Fairness",
    "Impossible",
    "Lottery",
    "Malformed",
    "Missing",
    "Pool",
    "Population",
    "Prices",
    "Profile",
    "ProfileChance",
    "Profiles",
    "Programme",
    "Quota",
    "Quotas",
    "Relaxation",
    "Standing",
    "Step",
    "TicketedPanel",
    "WeightedPanel",
    "alternates",
    "certificate",
    "check_lottery",
    "draw",
    "draw_with_dice",
    "fair_chances",
    "missing",
    "published",
    "read_lottery",
    "read_pool",
    "read_population",
    "read_quotas",
    "relax",
    "relax_for",
    "replace",
    "select",
    "vacancies",
    "verify",
]
