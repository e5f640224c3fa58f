"""The loop of the watch: what lies in the folder is taken in, and a tick comes every second."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as Signal
from typing import Final

from parley.desk.desk import Desk
from parley.desk.inward.dropping import take_dropped
from parley.desk.keyfile import read_secret
from parley.desk.watch.steps import since_boot
from parley.desk.watch.watching import Ticked, Watch
from parley.desk.ways.heart.beat import Beats
from parley.desk.ways.settings import BeatSettings
from parley.ledger.tlog import parse_skey

TICK_S: Final = 1.0
"""At most so long between two ticks; five seconds is the most that was promised."""
_LOOK_S: Final = 0.05


class Heart:
    """The heartbeat, from the same loop: it stops when the watch stops."""

    def __init__(self, desk: Desk, settings: BeatSettings) -> None:
        signer = parse_skey(read_secret(desk.home / "keys" / "log.skey").decode().strip())
        self._desk, self._every_s = desk, settings.every_s
        self._beats = Beats(desk.home / settings.file, signer)
        self._last: float | None = None

    def beat(self) -> None:
        """Beat, where it is time to."""
        now = since_boot()
        if self._last is None or now - self._last >= self._every_s:
            self._beats.beat(self._desk.checkpoint(), self._desk.clock.now())
            self._last = now


def run(
    desk: Desk, watch: Watch, *, ending: Signal, heart: Heart | None = None,
    after: Callable[[Ticked], None] = lambda _: None,
) -> None:  # fmt: skip
    """Watch until told to end. `after` is called with what each tick came to.

    Between ticks it looks 20 times a second whether something lies in the folder or was entered by
    another door; whatever is new brings the next tick at once.
    """
    while not ending.is_set():
        after(watch.tick())
        if heart is not None:
            heart.beat()
        due = since_boot() + TICK_S
        while not ending.is_set() and since_boot() < due:
            taken = take_dropped(desk, watch.submit)
            if watch.look() or taken or watch.woken.wait(_LOOK_S):
                watch.woken.clear()
                break
