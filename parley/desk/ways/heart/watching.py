"""The watchdog's judgement: given what was read and what time it is, is the desk alive?

It is for a machine that shares nothing with the desk's, so that whatever stops the desk does not
stop the alarm too. Five things ring, each by itself:

    silent      no newer beat for `limit_s` seconds of the watchdog's own clock that cannot be set
    unsigned    what is there is not signed by the log that is trusted
    backwards   a beat older than one already seen: replayed, or the desk was set back
    another     fewer entries than before, or the same number under another root: not this record
    clock       a beat's stated time is far from the watchdog's: replayed, or a clock is wrong

"another" stays until a person has looked; the others end when what they say ends.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from parley.desk.ways.heart.beat import Beat, open_beat
from parley.errors import Refusal, expected
from parley.ledger.tlog import Verifier
from parley.record.values.time import FIRST_MS, LAST_MS, iso

What = Literal["silent", "unsigned", "backwards", "another", "clock"]


class Alarm(Struct, frozen=True, kw_only=True):
    """One thing that is wrong, in one sentence for whoever is woken by it."""

    what: What
    words: str


class Known(Struct, frozen=True, kw_only=True):
    """The newest beat seen, kept between starts of the watchdog; `other` once pasts differed."""

    number: int
    ms: int
    size: int
    root: str
    other: str = ""


class Watching:
    """The judgement over one desk. `steady` is in seconds, `wall` in ms; both are given."""

    def __init__(
        self, trust: Verifier, *, limit_s: float, skew_s: float, steady: float,
        known: Known | None = None,
    ) -> None:  # fmt: skip
        self._trust, self._limit_s, self._skew_s = trust, limit_s, skew_s
        self._newer_at = steady
        self._now: dict[What, str] = {}
        self._missing = "no beat was there yet"
        self.known = known
        if known is not None and known.other:
            self._now["another"] = known.other

    def look(self, read: bytes | str, *, steady: float, wall: int) -> tuple[Alarm, ...]:
        """Judge what was read (or in words why nothing was); gives every alarm that holds now."""
        if isinstance(read, str):
            self._missing = read
        else:
            self._judge(read, steady, wall)
        silent_s = steady - self._newer_at
        if silent_s > self._limit_s:
            last = f"the last one at {_at(self.known.ms)}" if self.known else "none was ever seen"
            self._now["silent"] = (
                f"{self._trust.name} has not beaten for {silent_s:.0f} s ({last}): {self._missing}"
            )
        else:
            self._now.pop("silent", None)
        return tuple(Alarm(what=what, words=f"{words}.") for what, words in self._now.items())

    def _judge(self, raw: bytes, steady: float, wall: int) -> None:
        """Take a beat in.

        1. it is signed by the trusted log
        2. it is no older than what was seen
        3. its log continues what was seen
        4. it is of about now
        """
        try:
            beat = open_beat(raw, self._trust)  # 1
        except Refusal as fault:
            self._now["unsigned"] = f"What is there is no beat of {self._trust.name}: {fault}"
            self._now["unsigned"] = self._now["unsigned"].rstrip(".")
            self._missing = "what was there was not signed by it"
            return
        self._now.pop("unsigned", None)
        self._missing = "the same beat as before was there"
        known = self.known
        if known is not None and beat.number < known.number:  # 2
            self._now["backwards"] = (
                f"A beat of {_at(beat.ms)} came after one of {_at(known.ms)}: "
                "it is replayed, or the desk was set back"
            )
            self._missing = "an older beat was there"
            return
        self._now.pop("backwards", None)
        if known is None or beat.number > known.number:
            self._newer_at = steady
            self.known = self._continued(beat, known)  # 3
        self._check_clock(beat, wall)  # 4

    def _continued(self, beat: Beat, known: Known | None) -> Known:
        root = beat.root.hex()
        other = known.other if known else ""
        if known is not None and beat.size < known.size:
            other = f"The log had {known.size} entries and now has {beat.size}: not this record"
        elif known is not None and beat.size == known.size and root != known.root:
            other = f"The log has two pasts at {beat.size} entries: not this record"
        if other:
            self._now["another"] = other
        return Known(number=beat.number, ms=beat.ms, size=beat.size, root=root, other=other)

    def _check_clock(self, beat: Beat, wall: int) -> None:
        if abs(beat.ms - wall) > self._skew_s * 1000:
            self._now["clock"] = (
                f"The beat says {_at(beat.ms)}, and here it is {_at(wall)}: "
                "old beats are replayed, or a clock is wrong"
            )
        else:
            self._now.pop("clock", None)


class Ringing:
    """Which alarms are to be rung now: new ones at once, those that last again and again."""

    def __init__(self, again_s: float) -> None:
        self._again_s = again_s
        self._rung: dict[What, float] = {}

    def due(self, alarms: tuple[Alarm, ...], steady: float) -> tuple[Alarm, ...]:
        """The alarms to ring at this moment."""
        holding = {one.what for one in alarms}
        self._rung = {what: at for what, at in self._rung.items() if what in holding}
        found = tuple(
            one for one in alarms if steady - self._rung.get(one.what, -1e18) >= self._again_s
        )
        self._rung |= {one.what: steady for one in found}
        return found


def _at(ms: int) -> str:
    return iso(min(max(ms - ms % 1000, FIRST_MS), LAST_MS))


def read_known(path: Path) -> Known | None:
    """What an earlier watchdog had seen; None where there was none."""
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Known)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise expected("the state of a watchdog", "something else", path.name) from None


def write_known(path: Path, known: Known) -> None:
    """Remember what was seen, whole or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    draft.write_bytes(msgspec.json.encode(known) + b"\n")
    draft.replace(path)
