"""A desk to measure: the real ledger with every check and the desk's own rules, and its keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from benchmarks.disks import THIS, Disk
from benchmarks.saying import DESK, IMPORTER, NORTH, SOUTH, Said, busy_day
from parley.desk.drafting import View, draft
from parley.desk.keyfile import KeyFile
from parley.desk.reader import Reader, desk_opener
from parley.desk.rules import Earlier, Memory, may_say
from parley.errors import NotAdmitted
from parley.fold import MemoryBook
from parley.ledger import Custody, Draft, Receipt, digest_in, open_ledger
from parley.ledger.keys import KeyRing
from parley.ledger.tlog import Signer
from parley.record.kinds import Record
from parley.record.roster import Standing

LOG = "bench.parley.invalid"
_SHELF = b"\x07" * 32
_STANDING: dict[str, Standing] = {
    DESK: "desk", IMPORTER: "importer", NORTH: "party", SOUTH: "party"
}  # fmt: skip


def key_of(actor: str) -> KeyFile:
    """An actor's keys, the same in every run."""
    sign, seal = (f"{use} {actor}".encode().ljust(32, b".")[:32] for use in ("sign", "seal"))
    return KeyFile(actor, _STANDING[actor], sign=sign, seal=seal)


class MeasuredDesk:
    """An open ledger in a folder, with a desk, an importer and two parties registered."""

    def __init__(
        self, folder: Path, *, disk: Disk = THIS, create: bool = True, reading: bool = False
    ) -> None:
        self.folder = folder
        self.keys = {actor: key_of(actor) for actor in _STANDING}
        self.signer = Signer(LOG, seed=b"\x01" * 32)
        self.ledger = open_ledger(
            folder,
            signer=self.signer,
            custody=Custody(self.keys[DESK].seal, _SHELF),
            now=lambda: time.time_ns() // 1_000_000,
            rule=_rule,
            create=create,
            reading=reading,
            vfs=disk.vfs,
        )
        if create:
            self._found()
    def _found(self) -> None:
        """Register everybody: 7 entries."""
        keys = self.keys
        self._enter(DESK, keys[DESK].registration(LOG), readers={})
        self.act(DESK, keys[DESK].sealing())
        self.act(DESK, keys[IMPORTER].registration(LOG))
        for one, other in ((NORTH, SOUTH), (SOUTH, NORTH)):
            self.act(DESK, keys[other].countersign(keys[one].registration(LOG), LOG))
        for actor in (NORTH, SOUTH):
            self.act(actor, keys[actor].sealing())

    def _enter(self, author: str, record: Record, readers: dict[str, bytes]) -> Receipt:
        made = Draft(record, log=LOG, seen=self.ledger.seen(), readers=readers)
        return self.ledger.submit(made.signed_by(self.keys[author]))

    def act(self, author: str, record: Record) -> Receipt:
        """Say something at once."""
        return self.ledger.submit(self.signed(Said(author=author, record=record)))

    def signed(self, said: Said, view: View | None = None) -> bytes:
        """A submission, signed and sealed, not yet sent."""
        made = draft(view or self.view(), said.record, author=said.author, to=said.to)
        return made.signed_by(self.keys[said.author])

    def view(self) -> View:
        """What a drafter sees now."""
        return View(log=LOG, seen=self.ledger.seen(), ring=self.ledger.ring)

    def many(self, say: Callable[[int], Said], amount: int) -> list[bytes]:
        """That many submissions, signed beforehand, so that no client's work is measured."""
        view, first = self.view(), self.ledger.size
        return [self.signed(say(first + number), view) for number in range(amount)]

    def fill(self, amount: int) -> None:
        """Enter busy days up to a size, as submissions of 200 a group."""
        told: dict[str, str] = {}
        first = self.ledger.size
        while self.ledger.size < amount:
            view, group = self.view(), []
            for number in range(self.ledger.size, min(amount, self.ledger.size + 200)):
                said = busy_day(number - first, told)
                group.append(self.signed(said, view))
                if said.opens:
                    told[said.opens] = digest_in(group[-1])
            self.ledger.submit_many(group)

    def reader(self) -> Reader:
        """The record as the desk reads it."""
        return Reader(self.ledger, desk_opener(_SHELF), check=False)

    def close(self) -> None:
        """Let go of the folder."""
        self.ledger.close()


def _rule(record: Record, author: str, ring: KeyRing, readers: frozenset[str]) -> None:
    # The rules run, and what they cost is measured; a made-up day breaks some of them, and that is
    # not what is measured here. The look-up they ask for is one dict access.
    with suppress(NotAdmitted):
        may_say(record, author, ring, _Own(author))


class _Own(Memory):
    """A memory in which every record is the asker's own."""

    def __init__(self, author: str) -> None:
        super().__init__(MemoryBook(()))
        self._author = author

    def find(self, digest: str) -> Earlier | None:
        return Earlier(0, self._author, ())
