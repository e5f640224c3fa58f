"""A mark beside the log of how far it had come, to notice an older copy put back."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

from parley.errors import Damaged, DiskFailed
from parley.ledger.stores.port import Signed

_LINE = re.compile(rb"((\d{16}) ([0-9a-f]{64})) ([0-9a-f]{8})\n")
_BYTES = 91


class Tide:
    """The newest checkpoint's size and root, in one line of 91 bytes that is written over.

    Written after the commit and not synced: after a power cut it may be behind, never ahead. A
    line that does not add up was cut short on its way to the disk, and says nothing. It notices
    an accident; against a desk that puts everything back only a witness helps.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        found = _LINE.fullmatch(os.pread(self._file, _BYTES, 0))
        if found is not None and found[4] != _sum(found[1]):
            found = None
        self.size = int(found[2]) if found else 0
        self._root = found[3].decode() if found else ""

    def rise(self, checkpoint: Signed) -> None:
        """Note the newest checkpoint; DiskFailed when the disk does not take it whole."""
        line = b"%016d %b" % (checkpoint.size, checkpoint.root.hex().encode())
        line += b" %b\n" % _sum(line)
        try:
            written = os.pwrite(self._file, line, 0)
        except OSError as fault:
            wrong = fault.strerror or "a fault"
            raise DiskFailed(f"expected the disk to take the tide mark, got: {wrong}") from fault
        if written != _BYTES:
            raise DiskFailed(f"expected the disk to take {_BYTES} bytes, got {written} taken")

    def check(self, newest: Signed | None, name: str) -> None:
        """Refuse a log that does not hold the checkpoint noted last.

        `newest` is its newest checkpoint of at most that size.
        """
        held = newest.size if newest else 0
        if held < self.size:
            raise Damaged(
                f"expected at least {self.size} entries, got an older copy with {held}",
                at=name,
                remedy="Put the newest copy back; do not go on from this one.",
            )
        if newest is not None and self.size and newest.root.hex() != self._root:
            raise Damaged(
                f"expected the log that was here, got another of {held} entries or more",
                at=name,
                remedy="Put the right copy back; do not go on from this one.",
            )

    def close(self) -> None:
        """Let go of the file; a second time is nothing."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)


def _sum(line: bytes) -> bytes:
    return sha256(line).hexdigest()[:8].encode()
