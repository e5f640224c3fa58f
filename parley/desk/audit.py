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
    read_regular,
    sample,
    verify_export,
    verify_receipt,
    write_export,
)
from parley.ledger.folder import ENTRIES, VKEY
from parley.ledger.tlog import Verifier, fingerprint, parse_vkey


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
    wanted = given.strip().lower()
    if wanted.startswith("sha256:"):
        if fingerprint(offered.vkey) != wanted:
            raise NotProven(
                f"expected the log {wanted}, got another ({fingerprint(offered.vkey)})"
            )
        return offered
    return _key_in(given)


def _key_in(given: str) -> Verifier:
    path = Path(given)
    try:
        text = read_regular(path, most=1000).decode("ascii") if path.is_file() else given
        return parse_vkey(text.strip())
    except (Refusal, UnicodeDecodeError, OSError) as fault:
        raise BadInput(
            "expected a trust root: a key file, a log key, or sha256:... of one", at="--trust"
        ) from fault


def read_log_key(given: str) -> Verifier:
    """A trust root that must be the log's key itself: a file with it, or its text."""
    if given.strip().lower().startswith("sha256:"):
        raise BadInput(
            "expected the log's key, got only its fingerprint",
            at="--trust",
            remedy=f"Copy {VKEY} from the desk's folder, and compare its fingerprint.",
        )
    return _key_in(given)


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
    indexes = asked.split(",")
    if not all(index.isascii() and index.isdigit() and len(index) < 16 for index in indexes):
        raise BadInput(f"expected all, sample or indexes like 3,17, got {asked!r}")
    wanted = tuple(dict.fromkeys(map(int, indexes)))
    if max(wanted) >= size:  # before anything is written
        raise NotFound(f"expected entries below {size}, got {max(wanted)}")
    return wanted


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
    offered = _offered(read_regular(path / VKEY, most=1000))
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
    """The proof must hold under the key in the receipt; whether that key is trusted comes after."""
    receipt = read_receipt(read_regular(path, most=1_000_000))
    offered = _offered(receipt.key.encode())
    trusted = read_trust(trust, offered)
    key = trusted or offered
    index, checkpoint = verify_receipt(receipt, key)
    return Verified(
        what="receipt",
        log=key.name,
        fingerprint=fingerprint(key.vkey),
        authenticated=trusted is not None,
        size=checkpoint.size,
        index=index,
    )


def _offered(raw: bytes) -> Verifier:
    try:
        return parse_vkey(raw.decode("ascii").split("\n", 1)[0])
    except (Refusal, UnicodeDecodeError) as fault:
        raise NotProven("expected a log key, got something else", at="keys.txt") from fault


__all__ = [
    "Checked", "Verified", "check_folder", "export", "read_log_key", "read_trust", "verify_path",
]  # fmt: skip
