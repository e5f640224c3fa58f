"""Known: what the record says about an arrangement, folded entry by entry."""

from parley.ceasefire.known.knowing import PROJECTION
from parley.ceasefire.known.state import Known

__all__ = ["PROJECTION", "Known"]
