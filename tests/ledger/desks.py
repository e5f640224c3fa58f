"""A small desk for the ledger's own tests: keys, founding, and acts, with no folder needed."""

from __future__ import annotations

import itertools
import os
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import structs
from nacl.signing import SigningKey

from parley.ledger import (
    Logged,
    MemoryFiles,
    Verdict,
    export_files,
    sample,
    verify_export,
)
from parley.ledger.admission import Custody
from parley.ledger.draft import Draft
from parley.ledger.folder import OpenLedger, open_ledger
from parley.ledger.keys import key_name, possession_bytes
from parley.ledger.log import Ledger, Rule
from parley.ledger.receipt import Receipt
from parley.ledger.sealing import SealKey
from parley.ledger.stores.memory import MemoryParts, MemoryStore
from parley.ledger.tlog import Signer
from parley.record.kinds import Record
from parley.record.roster import Countersignature, KeyRegistered, KeyRotated, Standing

LOG = "parley.example/test-desk"


class Holder:
    """Somebody with a signing key and a sealing key, from a seed so that runs repeat."""

    def __init__(self, actor: str, standing: Standing = "party", *, officer: str = "") -> None:
        """`officer` tells several holders of one actor apart: each has keys of its own."""
        seed = f"{actor}{officer}".encode().ljust(32, b"\x00")[:32]
        self.actor, self.standing = actor, standing
        self._key = SigningKey(seed)
        self.public = bytes(self._key.verify_key)
        self.key_name = key_name("sign", self.public)
        self.seal = SealKey(bytes(a ^ 0x55 for a in seed))

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message).signature

    def registration(
        self, *countersigners: Holder, log: str = LOG, quorum: int = 1
    ) -> KeyRegistered:
        """A registration of the signing key, with possession and countersignatures."""
        bare = KeyRegistered(
            actor=self.actor,
            standing=self.standing,
            use="sign",
            key=b64encode(self.public).decode(),
            nonce=self.public.hex(),
            quorum=quorum,
        )
        proof = self.sign(possession_bytes(bare, log))
        proven = structs.replace(bare, possession=b64encode(proof).decode())
        return countersigned(proven, *countersigners, log=log)

    def rotation(self, old: Holder, *, log: str = LOG) -> KeyRotated:
        """This holder's key in the place of an older one, with possession."""
        bare = KeyRotated(
            old=old.key_name, key=b64encode(self.public).decode(), nonce=self.public.hex()
        )
        proof = self.sign(possession_bytes(bare, log))
        return structs.replace(bare, possession=b64encode(proof).decode())

    def sealing(self) -> KeyRegistered:
        """A registration of the sealing key."""
        return KeyRegistered(
            actor=self.actor,
            standing=self.standing,
            use="seal",
            key=b64encode(self.seal.public).decode(),
            nonce=self.seal.public.hex(),
        )


def countersigned(record: KeyRegistered, *holders: Holder, log: str = LOG) -> KeyRegistered:
    """The registration with further countersignatures, each really made."""
    message = possession_bytes(record, log)
    added = tuple(
        Countersignature(key=h.key_name, signature=b64encode(h.sign(message)).decode())
        for h in holders
    )
    return structs.replace(record, countersigned=record.countersigned + added)


class Bench:
    """A founded log with a desk, two parties and an importer."""

    def __init__(self, folder: Path | None = None, *, create: bool = True, clock: int = 0) -> None:
        self.desk = Holder("desk", "desk")
        self.north, self.south = Holder("north"), Holder("south")
        self.importer = Holder("case-importer", "importer")
        self.clock: Iterator[int] = itertools.count(clock or 1_800_000_000_000, 1000)
        self.custody = Custody(self.desk.seal, b"\x07" * 32)
        self.signer = Signer(LOG, seed=b"\x01" * 32)
        self.folder = folder
        self.store, self.parts = MemoryStore(), MemoryParts()
        self.rule: Rule | None = None
        self.ledger: Ledger = self._open(create)

    def _open(self, create: bool) -> Ledger:
        def now() -> int:
            return next(self.clock)

        if self.folder is None:
            return Ledger(
                self.store,
                self.parts,
                signer=self.signer,
                custody=self.custody,
                now=now,
                rule=self.rule,
            )
        return open_ledger(
            self.folder,
            signer=self.signer,
            custody=self.custody,
            now=now,
            rule=self.rule,
            create=create,
        )

    def found(self) -> Bench:
        """Register everybody: 7 entries."""
        self.act(self.desk, self.desk.registration())
        self.act(self.desk, self.desk.sealing())
        self.act(self.desk, self.importer.registration())
        self.act(self.desk, self.north.registration(self.south))
        self.act(self.desk, self.south.registration(self.north))
        self.act(self.north, self.north.sealing())
        self.act(self.south, self.south.sealing())
        return self

    def draft(self, record: Record, *readers: Holder) -> Draft:
        """A draft sealed to the desk and to whoever else may read."""
        sealed = {h.seal.name: h.seal.public for h in (self.desk, *readers)}
        return Draft(record, log=LOG, seen=self.ledger.seen(), readers=sealed)

    def act(self, who: Holder, record: Record, *readers: Holder) -> Receipt:
        """Draft, sign and submit."""
        return self.ledger.submit(self.draft(record, *readers).signed_by(who))

    def export(self, proofs: Iterable[int] | None = None) -> dict[str, bytes]:
        """The exported folder in memory, with a sample of proofs unless told which."""
        wanted = sample(self.ledger.size) if proofs is None else proofs
        return dict(export_files(self.ledger, wanted))

    def verify(self) -> Verdict:
        """What an outsider who trusts this log's key makes of its export."""
        return verify_export(MemoryFiles(self.export()), self.signer.verifier)

    def last(self) -> Logged:
        """The newest entry, as everybody sees it."""
        return next(self.ledger.read(self.ledger.size - 1))

    def reopen(self) -> Bench:
        """Close the ledger and open it again."""
        self.ledger.close()
        self.ledger = self._open(create=False)
        return self


def noise(size: int) -> str:
    """Text that is unlike any other, to be looked for where it must not be."""
    return os.urandom(size).hex()


__all__ = ["LOG", "Bench", "Holder", "OpenLedger", "countersigned", "noise"]
