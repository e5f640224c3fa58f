"""The review room: one incident laid out for people, every line tied to the entries it rests on.

`review` takes the three states (channel, incidents, and this room's own `PROJECTION`), folded to
the same entry, and gives a `Review`: a dataclass that whoever draws it only has to draw.
"""

from parley.review.around import PROJECTION, State
from parley.review.building import review
from parley.review.page import SECTIONS, Review

__all__ = ["PROJECTION", "SECTIONS", "Review", "State", "review"]
