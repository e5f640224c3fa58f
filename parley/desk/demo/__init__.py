"""What the demo plays: positions, three parties at one record, and a stop request that is answered.

    scenes     can a position be right; a notice, its answers, an outsider's check, two forgeries
    stopline   a stop request rings, silence is counted, the ladder rises, somebody takes it
"""

from parley.desk.demo.scenes import A, B, C, Play, Scene, positions
from parley.desk.demo.stopline import Moment, StopLine

__all__ = ["A", "B", "C", "Moment", "Play", "Scene", "StopLine", "positions"]
