"""The channel room: who was told what, who answered what, which alerts ran, and how long it took.

`PROJECTION` folds the record into a `State` of threads, one for each notice or alert. `standings`,
`clocks` and `times` explain one thread; `weigh` says whose word counts in it. Nothing here has a
clock of its own.
"""

from parley.channel.answers import Fact, Standing, counting, ended, standings
from parley.channel.due import Due, clocks
from parley.channel.following import PROJECTION
from parley.channel.thread import State, Thread
from parley.channel.timing import Moment, Span, times
from parley.channel.weighing import Aside, Weighed, is_own, weigh

__all__ = [
    "PROJECTION",
    "Aside",
    "Due",
    "Fact",
    "Moment",
    "Span",
    "Standing",
    "State",
    "Thread",
    "Weighed",
    "clocks",
    "counting",
    "ended",
    "is_own",
    "standings",
    "times",
    "weigh",
]
