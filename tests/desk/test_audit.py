"""What the doors ask of a ledger, an export or a receipt."""

from __future__ import annotations

from pathlib import Path

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


def test_a_receipt_verifies_with_a_key_and_only_with_one(case_desk: Desk, tmp_path: Path) -> None:
    """A receipt needs the log's key; a fingerprint cannot stand in for it."""
    receipt = case_desk.act(Noted(text="x"))
    path = tmp_path / "a.receipt"
    path.write_bytes(write_receipt(receipt))
    found = audit.verify_path(path, case_desk.verifier.vkey)
    assert (found.what, found.index) == ("receipt", receipt.index)
    for trust in (None, case_desk.fingerprint):
        with pytest.raises(NotAuthenticated):
            audit.verify_path(path, trust)


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
