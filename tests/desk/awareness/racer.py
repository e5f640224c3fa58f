"""One process that notifies when it is told to: `python -m tests.desk.awareness.racer HOME NAME`.

It is ready when it says so, begins at a newline, and prints each receipt with what it was answered.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from parley.desk import acts
from parley.desk.acts.sending import Hand
from parley.desk.awareness import answer_to_author, notices_on
from parley.desk.desk import Desk
from parley.space.volume import of_notice
from tests.desk.awareness.ground import site

NOTICES = 3


def race(home: Path, name: str) -> None:
    """Notify sites that overlap others', each naming what was on record when it was drafted."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(NOTICES):
        with Desk(home / "desk", reading=True) as desk:
            hand = Hand(desk, home / name / "party.key")
            north_km = 0.3 * (sum(map(ord, name)) % 7) + 0.2 * number
            body = site(north_km, name=f"{name}-{number}", disclosure="arrangement")
            seen = notices_on(desk.board_of(name))
            known = seen.overlaps(of_notice(body), seen.index.size)[0]
            read = tuple(one.digest for one in known if number != 1)  # once it reads nothing
            body = msgspec.structs.replace(body, read=read)
            receipt = hand.send(acts.draft_notice(hand, body))
        with Desk(home / "desk", reading=True) as desk:
            told = answer_to_author(desk.board_of(name), receipt.digest)
        line = {"entry": receipt.index, "digest": receipt.digest, "by": name,
                "unread": [one.entry for one in told.unread]}  # fmt: skip
        sys.stdout.write(msgspec.json.encode(line).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    race(Path(sys.argv[1]), sys.argv[2])
