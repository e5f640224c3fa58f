"""A clock that was set forward makes nobody silent: who had an hour still has that hour.

Ledger time follows the clock, so after a step forward every reply time that ran seems to be over at
once. Within the life of this process it is known how long it really was, by a clock that cannot be
set and that counts the time a machine slept; so a lapse waits for that long. Ringing does not wait:
to ring early harms nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

LEAST_MS: Final = 2_000
"""A smaller step is the drift of two clocks."""


def since_boot() -> float:
    """Seconds by a clock that cannot be set; the time the machine slept is counted where it can."""
    # CLOCK_MONOTONIC stands still while a machine sleeps, and waking would look like a step.
    which = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(which)


class Steps:
    """The steps forward that the ledger's time took in this process."""

    def __init__(self, steady: Callable[[], float] = since_boot) -> None:
        self._steady = steady
        self._steps: list[tuple[int, int]] = []
        self._last: tuple[int, float] | None = None

    def note(self, ms: int) -> None:
        """Take the time of the ledger, as it is now; called at every look."""
        steady = self._steady()
        if self._last is not None:
            before, then = self._last
            passed = round((steady - then) * 1000)
            gained = ms - before - passed
            if gained >= LEAST_MS:
                # Whatever is timed before this came before the step, also since the last look.
                self._steps.append((before + passed + LEAST_MS // 2, gained))
        self._last = ms, steady

    def held(self, due_ms: int, since_ms: int) -> int:
        """When what began at one moment and is due at another has really had its time."""
        for before, gained in self._steps:
            if since_ms <= before < due_ms:
                due_ms += gained
        return due_ms
