"""A desk: its folder, its keys, its log, and what it may read.

    keys/log.skey          signs checkpoints               keys/desk.key    the desk's own acts
    keys/importer.key      signs imported cases            keys/shelf.key   the desk's shelf
    ledger.sqlite ...      the record                      snapshots/       caches, encrypted
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from parley.desk.board import Board, FolderSnapshots
from parley.desk.clock import Clock
from parley.desk.keyfile import KeyFile, read_secret, write_secret
from parley.desk.reader import Reader, closed_opener, desk_opener
from parley.desk.rules import Memory, addressees, may_say, sealed_to_all
from parley.errors import BadInput, NotFound, NotReadable
from parley.ledger import Custody, Draft, Ledger, Logged, Receipt, Seen, digest_in, open_ledger
from parley.ledger.keys import KeyRing
from parley.ledger.sealing import unshelve
from parley.ledger.stores.port import Shelf
from parley.ledger.tlog import Signer, Verifier, fingerprint, leaf_hash, parse_skey
from parley.record import correction, log, roster, sealed
from parley.record.entry import Entry
from parley.record.kinds import Record

DESK = "desk"
IMPORTER = "case-importer"
FOUNDED = "founded"
_LOG_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,198}[A-Za-z0-9])?", re.ASCII)


class View(Struct, frozen=True, kw_only=True):
    """What a drafter needs of a log: which it is, what was seen of it, and whose keys count."""

    log: str
    seen: Seen
    ring: KeyRing


def draft(view: View, record: Record, *, author: str, to: Iterable[str] = ()) -> Draft:
    """Make a statement ready to sign, sealed (where it is sealed) to desk, author and addressees.

    Refuses an addressee who has no sealing key: what they could not open would not be told.
    """
    readers: dict[str, bytes] = {}
    for actor in dict.fromkeys((DESK, author, *to, *addressees(record))):
        keys = view.ring.of(actor, "seal", view.seen.size)
        if not keys and actor != author:
            raise BadInput(f"expected a sealing key of {actor}, got none registered")
        readers |= {key.name: key.public for key in keys}
    return Draft(record, log=view.log, seen=view.seen, readers=readers)


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
        self.book = Reader(self._ledger, desk_opener(shelf), check=False)
        kept = FolderSnapshots(home / "snapshots", shelf, reading=reading)
        self.board = Board(self.book, kept)
        self._memory = Memory(self.book)
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

    def leaves(self, begin: int, end: int) -> Iterator[bytes]:
        """Exact leaf bytes, for whoever verifies for themselves."""
        return (row.leaf for row in self._ledger.rows(begin, end))

    def part_for(self, commitment: str, reader: str) -> Shelf | None:
        """A sealed part with one reader's own wrap and no other; None once it is erased."""
        found = self._ledger.part(commitment)
        if found is None:
            return None
        wraps = {name: wrap for name, wrap in found.wraps.items() if name == reader}
        if not wraps:
            raise NotReadable("expected a part sealed for you, got one for others")
        return Shelf(found.commitment, found.name, found.box, b"", wraps)

    # -- what is said ----------------------------------------------------------------------

    def submit(self, submission: bytes) -> Receipt:
        """Log what somebody signed. A step of the clock is written down before it."""
        self._note_clock()
        return self._ledger.submit(submission)

    def act(self, record: Record, *, to: Iterable[str] = ()) -> Receipt:
        """The desk says something itself, with its own key."""
        if isinstance(record, roster.KeyRegistered) and self.size == 0:
            return self._ledger.submit(
                Draft(record, log=self.log, seen=self._ledger.seen(), readers={}).signed_by(
                    self._key
                )
            )
        prepared = draft(self.view(), record, author=DESK, to=to)
        return self._ledger.submit(prepared.signed_by(self._key))

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

    def _rule(self, record: Record, author: str, ring: KeyRing, readers: frozenset[str]) -> None:
        may_say(record, author, ring, self._memory.find)
        sealed_to_all(record, ring, readers)
        if isinstance(record, roster.ActorRegistered):
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
