"""Why each project won or lost, where the money went, and what would have changed it: facts about an outcome, all recomputed."""

from trellis.kernels.tally.explanation.explain import explain
from trellis.kernels.tally.explanation.facts import REASONS, Explanation, GroupFacts, ProjectFacts, Share, Spent
from trellis.kernels.tally.explanation.groups import FEWEST_SHOWN, share_spent

__all__ = ["FEWEST_SHOWN", "REASONS", "Explanation", "GroupFacts", "ProjectFacts", "Share", "Spent", "explain", "share_spent"]
