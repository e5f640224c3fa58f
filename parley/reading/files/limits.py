"""How much of a hostile file is read, and for how long."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from parley.errors import expected

MOST_BYTES = 32_000_000
"""A larger file is refused before it is opened."""
MOST_CHARS = 2_000_000
"""A text is read up to here; some 300,000 words."""
MOST_PAGES = 500
MOST_PARTS = 200
"""Parts of an e-mail, one inside another or side by side."""
MOST_SECONDS = 30.0
MOST_MEMORY = 2_000_000_000
"""Address space of a worker of a batch, in bytes."""


class _TooLong(BaseException):
    """The time was up. Not an Exception, so that no parser takes it for one of its own."""


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """Stop what runs here after so many seconds, and refuse `what` in words.

    Signals reach only the main thread, and only where there are any; elsewhere the size alone
    bounds
    the work.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _TooLong:
        raise expected(
            f"to read it within {seconds:g} seconds", "a file that takes longer", what
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def bound_memory() -> None:
    """Hold this process, a worker of a batch, below MOST_MEMORY where the system can."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
