"""The incidents room: one file for each incident, every claim on its own word, nothing merged.

`PROJECTION` folds the record into a `State` of files. `material` lays a file out for the checks,
and `alarms` runs them: what does not fit is linked, never resolved.
"""

from parley.incidents.checks import Alarm, alarms
from parley.incidents.figures import Figure, Material, counted, material
from parley.incidents.file import File, State
from parley.incidents.filing import PROJECTION
from parley.incidents.speakers import owner_of, speaker_of

__all__ = [
    "PROJECTION",
    "Alarm",
    "Figure",
    "File",
    "Material",
    "State",
    "alarms",
    "counted",
    "material",
    "owner_of",
    "speaker_of",
]
