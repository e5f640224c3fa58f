"""What the doors ask of a ledger, an export or a receipt."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from parley.desk import audit
from parley.desk.desk import Desk
from parley.errors import BadInput, NotAuthenticated, NotFound, NotProven
from parley.ledger import write_receipt
from parley.record.log import Noted


@pytest.fixture
def exported(case_desk: Desk, tmp_path: Path) -> Path:
    audit.export(case_desk, tmp_path / "out", proofs="0,5")
    return tmp_path / "out"


def test_an_export_verifies_under_the_key_its_file_or_its_fingerprint(
    case_desk: Desk, exported: Path, tmp_path: Path
) -> None:
    """The trust root may be the key, a file with it, or its fingerprint; all say the same."""
    key = tmp_path / "trust.vkey"
    key.write_text(case_desk.verifier.vkey + "\n")
    ways = (case_desk.verifier.vkey, str(key), case_desk.fingerprint)
    found = {audit.verify_path(exported, way) for way in ways}
    assert len(found) == 1
    verdict = found.pop()
    assert (verdict.authenticated, verdict.size, verdict.proofs) == (True, case_desk.size, 2)


def test_without_a_trust_root_it_is_not_authenticated(exported: Path) -> None:
    """Self-consistent is said, and refused with its own exit code."""
    verdict = audit.verify_path(exported, None)
    assert not verdict.authenticated
    with pytest.raises(NotAuthenticated, match="NOT authenticated") as caught:
        verdict.require_trust()
    assert caught.value.exit_code == 3


def test_another_log_is_refused(exported: Path, tmp_path: Path) -> None:
    """An export under another log's fingerprint is refused."""
    with Desk.found(tmp_path / "other", name="other.parley.invalid") as other:
        for trust in (other.fingerprint, other.verifier.vkey):
            with pytest.raises(NotProven, match="another"):
                audit.verify_path(exported, trust)


def test_a_ledger_folder_verifies_while_it_is_open(case_desk: Desk) -> None:
    """The desk's own folder is checked with the desk running."""
    verdict = audit.verify_path(case_desk.home, case_desk.fingerprint)
    assert (verdict.what, verdict.size) == ("ledger", case_desk.size)
    assert audit.check_folder(case_desk.home).problems == ()


def test_a_receipt_verifies_under_a_key_or_a_fingerprint(case_desk: Desk, tmp_path: Path) -> None:
    """A receipt holds together by itself, and is authenticated by the reader's own trust root."""
    receipt = case_desk.act(Noted(text="x"))
    path = tmp_path / "a.receipt"
    path.write_bytes(write_receipt(receipt))
    for trust in (case_desk.verifier.vkey, case_desk.fingerprint):
        found = audit.verify_path(path, trust)
        assert (found.what, found.index, found.authenticated) == ("receipt", receipt.index, True)
    with pytest.raises(NotAuthenticated):
        audit.verify_path(path, None).require_trust()
    with pytest.raises(NotProven, match="another"):
        audit.verify_path(path, "sha256:" + "0" * 64)


def test_a_receipt_whose_leaf_was_changed_does_not_hold(case_desk: Desk, tmp_path: Path) -> None:
    """Without any trust root, too, a receipt for another leaf is refused and not called whole."""
    first, other = case_desk.act(Noted(text="x")), case_desk.act(Noted(text="y"))
    mixed = msgspec.structs.replace(first, leaf=other.leaf)
    (tmp_path / "b.receipt").write_bytes(write_receipt(mixed))
    with pytest.raises(NotProven, match="expected the root") as caught:
        audit.verify_path(tmp_path / "b.receipt", None)
    assert caught.value.exit_code == 1


@pytest.mark.parametrize("name", ["keys.txt", "checkpoint", "proofs/0.rec"])
def test_a_pipe_or_a_flood_in_an_export_is_refused(exported: Path, name: str) -> None:
    """A named pipe is not waited for, and a file too large is not read."""
    path = exported / name
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(NotProven):
        audit.verify_path(exported, None)
    path.unlink()
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(NotProven):
        audit.verify_path(exported, None)


@pytest.mark.parametrize("trust", ["nonsense", "a+b+c", "", "sha256:00"])
def test_a_bad_trust_root_is_refused(exported: Path, trust: str) -> None:
    """A trust root that is no key, no file and no fingerprint of this log is refused."""
    with pytest.raises((BadInput, NotProven)):
        audit.verify_path(exported, trust)


def test_a_folder_that_is_none_of_these_is_refused(tmp_path: Path) -> None:
    """An empty folder is neither a ledger nor an export."""
    with pytest.raises(NotFound):
        audit.verify_path(tmp_path, None)
    with pytest.raises(NotFound):
        audit.check_folder(tmp_path)


@pytest.mark.parametrize("asked", ["x", "1,", "-1", "99999", "1.5"])
def test_proofs_are_asked_for_by_index(case_desk: Desk, tmp_path: Path, asked: str) -> None:
    """Proofs of entries that are not there, or not numbers, are refused."""
    with pytest.raises((BadInput, NotFound)):
        audit.export(case_desk, tmp_path / "out", proofs=asked)


def test_an_export_never_writes_into_a_folder_with_files(case_desk: Desk, tmp_path: Path) -> None:
    """Exporting into a folder that holds something is refused, and nothing in it changes."""
    (tmp_path / "a").write_text("mine")
    with pytest.raises(BadInput, match="empty folder"):
        audit.export(case_desk, tmp_path)
    assert (tmp_path / "a").read_text() == "mine"
