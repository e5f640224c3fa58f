"""The incidents room: one file for each incident, every claim on its own word, nothing merged.

`PROJECTION` folds the record into a `State` of files. `material` lays a file out for the checks,
and `alarms` runs them: what does not fit is linked, never resolved. `series` shows each source's
figures over time, and `Register` suggests which files may be of one incident; a person links.
"""

from parley.incidents.checks import Alarm, alarms
from parley.incidents.figures import Figure, Material, counted, material
from parley.incidents.file import File, State
from parley.incidents.filing import PROJECTION
from parley.incidents.grading import graded
from parley.incidents.linking import Profile, Register, Suggestion, profile
from parley.incidents.series import Revision, Series, series
from parley.incidents.speakers import owner_of, speaker_of
from parley.incidents.standing import corrections, ended
from parley.incidents.tying import Proposed, proposed
from parley.incidents.upon import Blockage, Tie, accused, blockages, own_assessments, ties

__all__ = [
    "PROJECTION",
    "Alarm",
    "Blockage",
    "Figure",
    "File",
    "Material",
    "Profile",
    "Proposed",
    "Register",
    "Revision",
    "Series",
    "State",
    "Suggestion",
    "Tie",
    "accused",
    "alarms",
    "blockages",
    "corrections",
    "counted",
    "ended",
    "graded",
    "material",
    "own_assessments",
    "owner_of",
    "profile",
    "proposed",
    "series",
    "speaker_of",
    "ties",
]
