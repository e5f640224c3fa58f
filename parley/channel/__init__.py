"""The channel room: who was told what, who answered what, what is due, whom to ring.

`PROJECTION` folds the record into a `State` of threads, one for each notice or alert. `standings`,
`clocks`, `statuses` and `times` explain one thread; `weigh` says whose word counts in it. What is
due stands in `due`, the ladder in `ladder`, the roster in `rota`, deadlines in `calendar`, the text
of a message in `wording`. Nothing here has a clock of its own: every moment is given.
"""

from parley.channel.answers import Fact, Standing, counting, ended, standings
from parley.channel.due import (
    Due,
    Lapse,
    Pending,
    clocks,
    due_at,
    expired_between,
    lapses,
    next_due,
    still_open,
    unanswered,
)
from parley.channel.following import PROJECTION
from parley.channel.ladder import (
    Plan,
    Ring,
    ladder_sentence,
    plan,
    plan_sentence,
    plans,
    rings_due,
    unreached,
)
from parley.channel.measuring import (
    acknowledgements,
    floods,
    harm_during_silence,
    read_back_distances,
)
from parley.channel.rota import Rota, read_rota, rota_of
from parley.channel.standing import Stand, Status, inbox, outbox, statuses
from parley.channel.thread import State, Thread
from parley.channel.timing import Moment, Span, times
from parley.channel.weighing import Aside, Weighed, is_own, weigh

__all__ = [
    "PROJECTION",
    "Aside",
    "Due",
    "Fact",
    "Lapse",
    "Moment",
    "Pending",
    "Plan",
    "Ring",
    "Rota",
    "Span",
    "Stand",
    "Standing",
    "State",
    "Status",
    "Thread",
    "Weighed",
    "acknowledgements",
    "clocks",
    "counting",
    "due_at",
    "ended",
    "expired_between",
    "floods",
    "harm_during_silence",
    "inbox",
    "is_own",
    "ladder_sentence",
    "lapses",
    "next_due",
    "outbox",
    "plan",
    "plan_sentence",
    "plans",
    "read_back_distances",
    "read_rota",
    "rings_due",
    "rota_of",
    "standings",
    "statuses",
    "still_open",
    "times",
    "unanswered",
    "unreached",
    "weigh",
]
