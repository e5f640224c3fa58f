"""The heartbeat: a few lines that say the desk is alive, signed, so that an old one is noticed.

A signed note (C2SP) by the log's own key, the one trust root that everybody has:

    parley-beat/1
    the log's name
    the number of this beat: grows by one or more, through restarts and clock steps
    the desk's clock in ms
    the log's size
    its root hash, base64

The first line keeps it from ever being read as a checkpoint. It is written to one file, whole or
not at all; a copy of the file, or the desk's page /beat, is what `parley watchdog` reads.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from msgspec import Struct

from parley.errors import NotProven, Refusal, expected
from parley.ledger.tlog import Signer, Verifier, open_checkpoint
from parley.ledger.tlog.checkpoint import format_hash, parse_decimal, parse_hash
from parley.ledger.tlog.note import open_note, sign_note

FORM: Final = "parley-beat/1"
MOST_BYTES: Final = 4096


class Beat(Struct, frozen=True, kw_only=True):
    """One beat: which number, at what time of the desk's clock, and what the log then was."""

    log: str
    number: int
    ms: int
    size: int
    root: bytes


def sign_beat(beat: Beat, signer: Signer) -> bytes:
    """A beat as a signed note; only the log of that name may sign it."""
    if beat.log != signer.name:
        raise expected(f"the key of {beat.log}", f"the key of {signer.name}")
    lines = (FORM, beat.log, str(beat.number), str(beat.ms), str(beat.size), format_hash(beat.root))
    return sign_note("".join(f"{line}\n" for line in lines), signer)


def open_beat(raw: bytes, trust: Verifier) -> Beat:
    """The beat in a note, once it is shown to be that log's word; NotProven else."""
    if len(raw) > MOST_BYTES:
        raise NotProven(f"expected at most {MOST_BYTES} bytes, got more", at="the beat")
    lines = open_note(raw, (trust,)).split("\n")
    if len(lines) != 7 or lines[0] != FORM or lines[1] != trust.name or lines[6]:
        raise NotProven("expected a beat of this log, got something else", at="the beat")
    number, ms, size = (parse_decimal(line, at="the beat") for line in lines[2:5])
    return Beat(
        log=lines[1], number=number, ms=ms, size=size, root=parse_hash(lines[5], at="the beat")
    )


class Beats:
    """Writes the desk's beats. Call `beat` from the loop whose life it is to prove: the watch."""

    def __init__(self, path: Path, signer: Signer) -> None:
        """Goes on from the number in the file, so that a restart does not look like a replay."""
        self._path, self._signer = path, signer
        self._number = self._last()

    def beat(self, checkpoint: bytes, now: int) -> Beat:
        """Write the next beat, with the newest signed checkpoint and the clock in ms."""
        known = open_checkpoint(checkpoint, self._signer.verifier)
        # The clock where it can be, so that a lost file does not begin again at 1; and always more.
        self._number = max(self._number + 1, now)
        made = Beat(
            log=known.origin, number=self._number, ms=now, size=known.size, root=known.root
        )
        draft = self._path.with_name(f"{self._path.name}.draft")
        with draft.open("wb") as out:
            out.write(sign_beat(made, self._signer))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._path)
        return made

    def _last(self) -> int:
        try:
            with self._path.open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
            return open_beat(raw, self._signer.verifier).number
        except (OSError, Refusal):
            return 0
