"""What is notified near a place, as far as one reader may read, and who was told.

The index is folded from this reader's own book and from nothing else. What it cannot open does not
enter, so the answer is the same in every word whatever lies there: asking finds out nothing. The
price is that an empty answer means only what it says. It is never a verdict.

`near_at` asks; `page` is what it answers, a struct that whoever draws it only has to draw.
"""

from parley.desk.near.answering import CAUTION, NOTHING, near_at
from parley.desk.near.naming import name_places, named_places
from parley.desk.near.page import (
    Addressee,
    Coverage,
    Inquiry,
    InWords,
    Neighbour,
    Neighbourhood,
    Stretch,
)
from parley.desk.near.words import distance_words

__all__ = [
    "CAUTION",
    "NOTHING",
    "Addressee",
    "Coverage",
    "InWords",
    "Inquiry",
    "Neighbour",
    "Neighbourhood",
    "Stretch",
    "distance_words",
    "name_places",
    "named_places",
    "near_at",
]
