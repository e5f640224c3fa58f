"""What the channel room keeps: one thread for each notice or alert, and the lines they went by."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from parley.record import alert, answer, arrangement, correction, dispatch, notice
from parley.record.readers.told import Told

Head: TypeAlias = notice.FirstNotice | alert.Raised | alert.StopRequested
Change: TypeAlias = notice.Amended | notice.Withdrawn | notice.Recalled
Step: TypeAlias = (
    alert.Taken
    | alert.Relayed
    | alert.ReadBack
    | alert.OrderPassed
    | alert.Halted
    | alert.StoodDown
)
Follow: TypeAlias = answer.AnyAnswer | Change | Step | dispatch.AnyDispatch
Line: TypeAlias = (
    arrangement.ChannelEstablished | arrangement.ChannelOffered | arrangement.ChannelDeclined
)


class Thread(Struct, frozen=True, kw_only=True):
    """A notice or alert, and everything entered about it, in order.

    `head` is None where the reader cannot read it, or where it was only ever referred to.
    """

    of: str
    head: Told[Head] | None = None
    follows: tuple[Told[Follow], ...] = ()


class State(Struct, frozen=True, kw_only=True):
    """Every thread in the order it was first mentioned, the lines agreed, what was taken back.

    `desk` is the actor whose key founded the record as the desk's; None until that is read.
    """

    threads: tuple[Thread, ...] = ()
    lines: tuple[Told[Line], ...] = ()
    retractions: tuple[Told[correction.Retracted], ...] = ()
    desk: str | None = None

    def thread(self, digest: str) -> Thread | None:
        """The thread of one notice or alert, by its digest."""
        return next((thread for thread in self.threads if thread.of == digest), None)

