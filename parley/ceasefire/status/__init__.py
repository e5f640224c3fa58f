"""Status: how each speaker says that it stands, and what the record holds beside that.

The word is the speaker's. Nothing here has a word of its own for how an arrangement stands.

    speakers.py   status, restraint and influence, speaker by speaker
    whole.py      clocks, obligations, milestones and speakers at one moment, as known at one point
"""
