"""The places room: reading where something is said to be, and whether the saying fits together.

`read` and `read_relative` read positions and refuse whatever could mean two; `written` prints them;
`Gazetteer` finds places by name in any spelling; `check` compares a name, numbers and a reference,
and names the slip that would explain them. Nothing is ever corrected here: who wrote it is asked.
"""

from parley.places.asked import Asked, PlaceCheck, place_check
from parley.places.entries import DeskEntry, case_entries, read_entries
from parley.places.folded import PROJECTION, State, entries_of
from parley.places.gazetteer import Gazetteer, Match
from parley.places.positions.fix import Fix, Form, Order
from parley.places.positions.reading import Letter, read
from parley.places.positions.writing import written
from parley.places.relative import Relative, Sector, read_relative
from parley.places.sanity import VERDICTS, Suspicion, Verdict, check
from parley.places.slips import Slip
from parley.places.told import check_place

__all__ = [
    "PROJECTION",
    "VERDICTS",
    "Asked",
    "DeskEntry",
    "Fix",
    "Form",
    "Gazetteer",
    "Letter",
    "Match",
    "Order",
    "PlaceCheck",
    "Relative",
    "Sector",
    "Slip",
    "State",
    "Suspicion",
    "Verdict",
    "case_entries",
    "check",
    "check_place",
    "entries_of",
    "place_check",
    "read",
    "read_entries",
    "read_relative",
    "written",
]
