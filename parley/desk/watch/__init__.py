"""The watch: rings until somebody answers. One loop, and the record alone says what is due.

    tick(state, ms, reach)   deciding   what to post and to enter, from the record and a moment
    Watch(desk, hub, post)   watching   looks at what is new, tells open pages, acts on it
    run(desk, watch)         running    the loop: at most a second between ticks, and the heartbeat
    screen(state, ms)        screen     the board, as rows; a door only lays it out
    draft_handed_over ...    handing    a watch passes with both officers' words
    Steps                    steps      a clock that was set makes nobody silent

Nothing is remembered here that the record does not say: a watch that was killed begins again with
what is still due, and two that were started by mistake derive the same rings under the same keys.
A lapse and the end of a ladder are refused by the desk's rules a second time, and that refusal is
the sign that it is done.
"""

from parley.desk.watch.deciding import Act, Decided, tick
from parley.desk.watch.reach import Reach, reach_of
from parley.desk.watch.steps import Steps
from parley.desk.watch.telling import Teller, openers_of, readers_on_duty
from parley.desk.watch.watching import Watch

__all__ = [
    "Act", "Decided", "Reach", "Steps", "Teller", "Watch", "openers_of", "reach_of",
    "readers_on_duty", "tick",
]  # fmt: skip
