"""A desk with 64 submitters at once: `python -m tests.faults.submitters FOLDER`.

FOLDER/pieces holds the signed submissions of each submitter. Each sends its own, one after the
other, and writes "SUBMITTER PIECE PLACE HASH" on the program's output as soon as it is answered,
before it sends the next. `skip` on the input, one line, says how many of each are done already.
"""

from __future__ import annotations

import os
import sys
import threading
from hashlib import sha256
from pathlib import Path

import msgspec

from parley.ledger import Ledger
from tests.faults.story import Story

MANY = 64


class Pieces(msgspec.Struct):
    """What each submitter has to say, signed."""

    of: list[list[bytes]]


def submit(ledger: Ledger, number: int, pieces: list[bytes], skip: int) -> None:
    """Send pieces in order, answering for each as soon as the desk has."""
    for at, raw in enumerate(pieces[skip:], skip):
        receipt = ledger.submit(raw)
        line = f"{number} {at} {receipt.index} {sha256(receipt.leaf).hexdigest()}\n"
        os.write(1, line.encode())  # one write, and shorter than a pipe tears


def main() -> None:
    """Run until every submitter is through, or until somebody kills us."""
    folder = Path(sys.argv[1])
    pieces = msgspec.msgpack.decode((folder / "pieces").read_bytes(), type=Pieces)
    skips = [int(word) for word in sys.stdin.readline().split()]
    ledger = Story(folder / "log", create=False).ledger
    threads = [
        threading.Thread(target=submit, args=(ledger, number, pieces.of[number], skips[number]))
        for number in range(MANY)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.close()


if __name__ == "__main__":
    main()
