"""A desk: its folder, its keys, its log, and what it may read.

    keys/log.skey          signs checkpoints               keys/desk.key    the desk's own acts
    keys/importer.key      signs imported cases            keys/shelf.key   the desk's shelf
    ledger.sqlite ...      the record                      snapshots/       caches, encrypted
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from msgspec import Struct

from parley.desk.board import Board, FolderSnapshots
from parley.desk.clock import Clock
from parley.desk.drafting import View, draft
from parley.desk.inward.handing import Handing
from parley.desk.inward.unproven import (
    TakenAsHeard,
    Unproven,
    attempt_note,
    heard_stop,
    read_unproven,
)
from parley.desk.keyfile import Asking, KeyFile, read_secret, write_secret
from parley.desk.reader import Reader, actor_opener, closed_opener, desk_opener
from parley.desk.rules import (
    DESK,
    Memory,
    by_its_line,
    may_say,
    sealed_as_said,
)
from parley.errors import BadInput, Damaged, NotAdmitted, NotFound, NotReadable, Refusal
from parley.ledger import Custody, Draft, Ledger, Logged, Receipt, digest_in, open_ledger
from parley.ledger.keys import KeyRing
from parley.ledger.sealing import unshelve
from parley.ledger.stores.port import Shelf
from parley.ledger.tlog import Signer, Verifier, fingerprint, leaf_hash, parse_skey
from parley.record import alert, correction, log, notice, roster, sealed
from parley.record.entry import Entry
from parley.record.kinds import Record

IMPORTER = "case-importer"
FOUNDED = "founded"
_LOG_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,198}[A-Za-z0-9])?", re.ASCII)


class EntryFacts(Struct, frozen=True, kw_only=True):
    """One entry and where it stands. `seen` is how much its author had verified when signing."""

    entry: Entry
    leaf_bytes: int
    leaf_hash: str
    seen: int
    parts: tuple[str, ...]
    checkpoint: int


class Desk:
    """An open desk. One process at a time; close it, or use it in a `with` block."""

    def __init__(
        self,
        home: Path,
        *,
        clock: Clock | None = None,
        create: bool = False,
        reading: bool = False,
    ) -> None:
        if not (home / "keys").is_dir():
            raise NotFound(
                "expected a desk's folder, got none",
                at=str(home),
                remedy="Make one with parley init, or name the folder that has one.",
            )
        self.home = home
        self.clock = clock or Clock()
        keys = home / "keys"
        self._key = KeyFile.read(keys / "desk.key")
        self._importer = KeyFile.read(keys / "importer.key")
        shelf = read_secret(keys / "shelf.key")
        self._ledger: Ledger = open_ledger(
            home,
            signer=parse_skey(read_secret(keys / "log.skey").decode().strip()),
            custody=Custody(self._key.seal, shelf),
            now=self.clock.now,
            rule=self._rule,
            create=create,
            reading=reading,
        )
        for newest in self._ledger.read(self.size - 1) if self.size else ():
            self.clock.begin(newest.rx)
        self.book = Reader(self._ledger, desk_opener(shelf), check=False)
        kept = FolderSnapshots(home / "snapshots", shelf, reading=reading)
        self.board = Board(self.book, kept)
        self._memory = Memory(self.book)
        self._shelf, self._reading = shelf, reading
        self._boards: dict[str, Board] = {}
        self._refused: dict[str, list[int]] = {}
        self._handing = Handing(self._ledger)
        with ExitStack() as undo:
            undo.callback(self.close)
            self._check_keys(shelf)
            undo.pop_all()

    def _check_keys(self, shelf: bytes) -> None:
        """Refuse keys that are another desk's: they would open nothing, and say nothing of it."""
        if self.size and self._key.key_name not in self._ledger.ring.names(DESK, "sign"):
            raise BadInput("expected this desk's own key, got another's", at="keys/desk.key")
        first = self._ledger.any_part()
        if first is not None:
            try:
                unshelve(first.own, shelf)
            except NotReadable as fault:
                sentence = "expected this desk's shelf key, got another's"
                raise BadInput(sentence, at="keys/shelf.key") from fault

    @classmethod
    def found(cls, home: Path, *, name: str, clock: Clock | None = None) -> Desk:
        """Make a new desk in an empty folder: keys, log, and the desk's first entries.

        A founding that was cut short is finished; a folder with a founded desk is refused.
        """
        keys = home / "keys"
        if (keys / FOUNDED).exists():
            raise BadInput("expected a folder without a desk, got one with", at=str(home))
        if not keys.exists():
            _check_new(home, name)
            log_key = Signer(name, seed=os.urandom(32)).skey.encode()
            KeyFile.make(DESK, "desk").save(keys / "desk.key")
            KeyFile.make(IMPORTER, "importer").save(keys / "importer.key")
            write_secret(keys / "shelf.key", os.urandom(32))
            write_secret(keys / "log.skey", log_key + b"\n")
        desk = cls(home, clock=clock, create=True)
        with ExitStack() as undo:
            undo.callback(desk.close)
            desk._finish_founding()
            undo.pop_all()
        return desk

    def _finish_founding(self) -> None:
        if self.size == 0:
            self.act(self._key.registration(self.log))
        if not self._ledger.ring.of(DESK, "seal", self.size):
            self.act(self._key.sealing())
        if not self._ledger.ring.of(IMPORTER, "sign", self.size):
            self.act(self._importer.registration(self.log))
        # From here on a missing ledger is a lost one, and never made again under the same key.
        write_secret(self.home / "keys" / FOUNDED, b"")

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        self._ledger.close()

    # -- what anybody may ask --------------------------------------------------------------

    @property
    def log(self) -> str:
        """The name of the log."""
        return self._ledger.log

    @property
    def verifier(self) -> Verifier:
        """The log's public key."""
        return self._ledger.verifier

    @property
    def fingerprint(self) -> str:
        """What others compare over another line: SHA-256 of the log's key."""
        return fingerprint(self.verifier.vkey)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self._ledger.size

    @property
    def ledger(self) -> Ledger:
        """The log itself, for the desk's own rooms."""
        return self._ledger

    def view(self) -> View:
        """What the desk itself drafts with."""
        return View(log=self.log, seen=self._ledger.seen(), ring=self._ledger.ring)

    def checkpoint(self) -> bytes:
        """The newest signed checkpoint."""
        found = self._ledger.checkpoint()
        if found is None:
            raise NotFound("expected a founded desk, got one without entries")
        return found

    def logged(self, index: int) -> Logged:
        """One entry as everybody sees it."""
        found = next(self._ledger.read(index, index + 1), None) if index >= 0 else None
        if found is None:
            raise NotFound(f"expected an entry below {self.size}, got {index}")
        return found

    def facts(self, index: int) -> EntryFacts:
        """One entry whole, with where it stands in the log."""
        logged = self.logged(index)
        raw = next(self.leaves(index, index + 1))
        return EntryFacts(
            entry=self.book.entry(logged),
            leaf_bytes=len(raw),
            leaf_hash=leaf_hash(raw).hex(),
            seen=logged.payload.seen.size,
            parts=tuple(logged.payload.commit),
            checkpoint=self.size,
        )

    def outsider(self) -> Reader:
        """The record as somebody sees it who can open nothing."""
        return Reader(self._ledger, closed_opener)

    def board_of(self, actor: str) -> Board:
        """What the record says to one actor: only entries with a part sealed for it are opened.

        Everything this desk answers an actor comes from here, so that nothing sealed for others
        can show in it, neither in its words nor in how long it takes.
        """
        if actor == DESK:
            return self.board
        board = self._boards.get(actor)
        if board is None:
            names = self._ledger.ring.names
            opener = actor_opener(self._shelf, lambda: names(actor, "seal"))
            board = self._boards[actor] = Board(Reader(self._ledger, opener, check=False))
        return board

    def leaves(self, begin: int, end: int) -> Iterator[bytes]:
        """Exact leaf bytes, for whoever verifies for themselves."""
        return (row.leaf for row in self._ledger.rows(begin, end))

    def challenge(self) -> bytes:
        """What whoever asks for sealed parts signs; chance, as long as this desk is open."""
        return self._handing.challenge

    def part_for(self, commitment: str, asking: Asking) -> Shelf | None:
        """A sealed part with the wrap of whoever asks, who proves it; None once it is erased."""
        return self._handing.part_for(commitment, asking)

    # -- what is said ----------------------------------------------------------------------

    def submit(self, submission: bytes) -> Receipt:
        """Log what somebody signed. A step of the clock is written down before it.

        A stop request that cannot be admitted as it is signed (its key is suspended, say) is
        entered as heard and not authenticated, and refused with `TakenAsHeard`. A refused attempt
        at a notice goes into the duty log.
        """
        self._note_clock()
        try:
            return self._ledger.submit(submission)
        except Damaged:
            raise
        except Refusal as fault:
            if self._reading:
                raise
            raise self._after_refusal(submission, fault) from fault

    def _after_refusal(self, submission: bytes, fault: Refusal) -> Refusal:
        """What is done about something refused, and the refusal its sender gets."""
        found = read_unproven(submission, self._key.seal, self._ledger.ring)
        if found is None:
            return fault
        if isinstance(found.record, alert.Raised | alert.StopRequested):
            known = self.board.caught_up(Unproven).entries.get(found.digest)
            if known is None:
                asked = heard_stop(found, self._ledger.ring, now_ms=self.clock.now())
                known = self.act(asked, to=asked.to).index
            return TakenAsHeard(fault, known)
        if isinstance(found.record, notice.AnyNotice) and found.actor is not None:
            times = self._refused.setdefault(found.actor, [])
            note = attempt_note(found, fault, times, now_ms=self.clock.now())
            if note is not None:
                self.act(note)
        return fault

    def act(self, record: Record, *, to: Iterable[str] = ()) -> Receipt:
        """The desk says something itself, with its own key."""
        if isinstance(record, roster.KeyRegistered) and self.size == 0:
            return self._ledger.submit(
                Draft(record, log=self.log, seen=self._ledger.seen(), readers={}).signed_by(
                    self._key
                )
            )
        return self._ledger.submit(self.sign(draft(self.view(), record, author=DESK, to=to)))

    def sign(self, prepared: Draft) -> bytes:
        """A submission signed by the desk's own key, not yet entered."""
        return prepared.signed_by(self._key)

    def prepare_report(self, record: Record) -> tuple[bytes, str]:
        """A report signed by the case importer, not yet entered, and the digest it will have."""
        made = draft(self.view(), record, author=IMPORTER)
        submission = made.signed_by(self._importer)
        return submission, digest_in(submission)

    def submit_many(self, submissions: list[bytes]) -> list[Receipt]:
        """Log several submissions in order, as one group where it can be."""
        self._note_clock()
        return self._ledger.submit_many(submissions)

    def erase(self, index: int, part: str, *, why: str) -> Receipt:
        """Destroy a sealed part. The entry, its proofs and this act stay."""
        record = correction.Erased(
            record=self.logged(index).digest, entry=index, part=part, why=why
        )
        receipt = self.act(record)
        self.board.forget()
        return receipt

    def grant(self, index: int, part: str, *, reader: str, why: str) -> Receipt:
        """Open a sealed part to a later reader."""
        logged = self.logged(index)
        keys = self._ledger.ring.of(reader, "seal", self.size)
        shelf = self._ledger.part(logged.payload.commit.get(part, ""))
        if not keys or shelf is None:
            raise NotFound(f"expected a part {part!r} and a sealing key of {reader}, got none")
        receipt = self.act(
            sealed.Granted(record=logged.digest, entry=index, part=part, reader=reader, why=why),
            to=[reader],
        )
        for key in keys:
            self._ledger.rewrap(shelf, key)
        return receipt

    def drills(self) -> tuple[str, ...]:
        """The drills that have begun and not ended."""
        return self._memory.drills()

    def end_drills(self) -> tuple[Receipt, ...]:
        """End every drill that runs: after a real stop request. Twice ends nothing twice."""
        ended = []
        for drill in self.drills():
            with suppress(NotAdmitted):  # somebody else has just ended it
                ended.append(self.act(log.ExerciseEnded(drill=drill, why="real-stop-request")))
        return tuple(ended)

    def _rule(self, record: Record, author: str, ring: KeyRing, readers: frozenset[str]) -> None:
        now, size = self.clock.now(), self._ledger.size
        may_say(record, author, ring, self._memory)
        by_its_line(record, author, self._memory, now_ms=now)
        sealed_as_said(record, author, ring, readers, index=size, now_ms=now)
        self._memory.refuse_second(record, ring)

    def _note_clock(self) -> None:
        step = self.clock.stepped()
        if step:
            words = f"This desk's clock was set by {step / 1000:+.1f} s. Ledger time only grows."
            self.act(log.Noted(text=words, topic="clock"))


def _check_new(home: Path, name: str) -> None:
    """Refuse a folder that holds something, and a name that two people could read differently."""
    if not _LOG_NAME.fullmatch(name):
        raise BadInput(
            f"expected a log name of ASCII letters, digits, '.', '-', '_' and '/', got {name!r}",
            remedy="Give one with --name, like desk.mission.example.",
        )
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BadInput("expected a new or empty folder, got one with files", at=str(home))
