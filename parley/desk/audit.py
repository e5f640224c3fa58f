"""Verify, check and export: what anybody can ask of a ledger folder, an export or a receipt."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from parley.desk.desk import Desk
from parley.errors import BadInput, NotAuthenticated, NotFound, NotProven, Refusal
from parley.ledger import (
    Checked,
    DiskFiles,
    Progress,
    Verdict,
    fsck,
    quiet,
    read_receipt,
    sample,
    verify_export,
    verify_receipt,
    write_export,
)
from parley.ledger.folder import ENTRIES, VKEY
from parley.ledger.tlog import Verifier, fingerprint, parse_proof, parse_vkey
from parley.ledger.tlog.checkpoint import parse_checkpoint
from parley.ledger.tlog.note import parse_note


class Verified(Struct, frozen=True, kw_only=True):
    """What was shown of a folder, an export or a receipt, and under whose key."""

    what: Literal["ledger", "export", "receipt"]
    log: str
    fingerprint: str
    authenticated: bool
    size: int
    index: int | None = None
    open: int | None = None
    closed: int | None = None
    proofs: int | None = None
    checkpoints: int | None = None

    def require_trust(self) -> Verified:
        """Refuse with NotAuthenticated when no trust root was given."""
        if not self.authenticated:
            raise NotAuthenticated(
                "self-consistent, NOT authenticated: nothing ties it to a log you trust",
                at=self.fingerprint,
                remedy="Ask for the log's fingerprint over another line and give it with --trust.",
            )
        return self


def read_trust(given: str | None, offered: Verifier) -> Verifier | None:
    """The reader's trust root: a file with a log key, a log key, or its fingerprint.

    A fingerprint accepts the offered key only if it is that key's.
    """
    if given is None:
        return None
    if given.startswith("sha256:"):
        if fingerprint(offered.vkey) != given:
            raise NotProven(
                f"expected the log {given}, got another ({fingerprint(offered.vkey)})"
            )
        return offered
    return _key_in(given)


def _key_in(given: str) -> Verifier:
    path = Path(given)
    try:
        return parse_vkey(path.read_text().strip() if path.is_file() else given)
    except (Refusal, UnicodeDecodeError, OSError) as fault:
        raise BadInput(
            "expected a trust root: a key file, a log key, or sha256:... of one", at="--trust"
        ) from fault


def verify_path(path: Path, trust: str | None, *, progress: Progress = quiet) -> Verified:
    """Verify whatever is at a path: a ledger folder, an exported folder, or a receipt."""
    if path.is_file():
        return _verify_receipt(path, trust)
    if (path / ENTRIES).exists():
        return _verify_ledger(path, trust, progress)
    if (path / "checkpoint").exists():
        return _verify_export(path, trust, progress)
    raise NotFound("expected a ledger folder, an export or a receipt, got none", at=path.name)


def check_folder(path: Path, *, progress: Progress = quiet) -> Checked:
    """Check a ledger folder whole: every row, hash, checkpoint, signature and sealed part."""
    if not (path / ENTRIES).exists():
        raise NotFound("expected a ledger folder, got none", at=path.name)
    return fsck(path, progress=progress)


def export(
    desk: Desk,
    out: Path,
    *,
    proofs: str = "sample",
    progress: Progress = quiet,
) -> int:
    """Write the whole log as plain files; returns how many.

    `proofs` says which entries get a proof file: "all", "sample", or indexes like "3,17".
    """
    return write_export(desk.ledger, out, _wanted(proofs, desk.size), progress=progress)


def _wanted(asked: str, size: int) -> tuple[int, ...]:
    if asked == "all":
        return tuple(range(size))
    if asked == "sample":
        return sample(size)
    try:
        return tuple(dict.fromkeys(int(index) for index in asked.split(",")))
    except ValueError as fault:
        raise BadInput(f"expected all, sample or indexes like 3,17, got {asked!r}") from fault


def _verify_export(path: Path, trust: str | None, progress: Progress) -> Verified:
    files = DiskFiles(path)
    offered = _offered(files.read("keys.txt"))
    found: Verdict = verify_export(files, read_trust(trust, offered), progress=progress)
    return Verified(
        what="export",
        log=found.log,
        fingerprint=found.fingerprint,
        authenticated=found.authenticated,
        size=found.size,
        open=found.counted.open,
        closed=found.counted.closed,
        proofs=found.proofs,
        checkpoints=found.checkpoints,
    )


def _verify_ledger(path: Path, trust: str | None, progress: Progress) -> Verified:
    offered = _offered((path / VKEY).read_bytes())
    trusted = read_trust(trust, offered)
    if trusted is not None and trusted != offered:
        raise NotProven(
            f"expected the log you trust ({fingerprint(trusted.vkey)}), "
            f"got another ({fingerprint(offered.vkey)})"
        )
    found = fsck(path, progress=progress)
    if found.problems:
        raise NotProven(found.problems[0], remedy="Run parley fsck for the whole list.")
    return Verified(
        what="ledger",
        log=offered.name,
        fingerprint=fingerprint(offered.vkey),
        authenticated=trusted is not None,
        size=found.entries,
        checkpoints=found.checkpoints,
    )


def _verify_receipt(path: Path, trust: str | None) -> Verified:
    """A receipt names its log but carries no key; without one only its form can be checked."""
    receipt = read_receipt(path.read_bytes())
    text = parse_note(parse_proof(receipt.proof.encode()).note).text
    claimed = parse_checkpoint(text)
    if trust is None or trust.startswith("sha256:"):
        raise NotAuthenticated(
            "a receipt carries no key: its form holds, and nothing more can be said",
            remedy="Give the log's key file or key with --trust.",
        )
    trusted = _key_in(trust)
    index, checkpoint = verify_receipt(receipt, trusted)
    return Verified(
        what="receipt",
        log=claimed.origin,
        fingerprint=fingerprint(trusted.vkey),
        authenticated=True,
        size=checkpoint.size,
        index=index,
    )


def _offered(raw: bytes) -> Verifier:
    try:
        return parse_vkey(raw.decode("ascii").split("\n", 1)[0])
    except (Refusal, UnicodeDecodeError) as fault:
        raise NotProven("expected a log key, got something else", at="keys.txt") from fault


__all__ = ["Checked", "Verified", "check_folder", "export", "read_trust", "verify_path"]
