"""What the ledger exports is taken by other people's programs, and nothing else is, by them or us.

Go's own transparency-log code judges whole folders; `tlog_scales` (PyPI) computes roots and proofs
from our tiles; our own verifier has to agree with both, and to refuse whatever they refuse.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import pytest
from tlog_scales.reader import TilesReader

from parley.errors import NotProven
from parley.ledger import DiskFiles, MemoryFiles, sample, verify_export, write_export
from parley.ledger.tlog import Signer, parse_consistency, parse_proof
from parley.ledger.tlog.note import parse_note, sign_note
from tests.foreign.go import Judge, judge_once
from tests.foreign.ledger_export import SIZE, TRUST, Files, few, our_verdict, three_hundred
from tests.foreign.small_export import write
from tests.ledger.bulk import of_size
from tests.ledger.desks import LOG, Bench

pytestmark = pytest.mark.slow

OTHER = Signer(LOG, seed=b"\x02" * 32)
NAMESAKE = Signer("parley.example/other-desk", seed=b"\x02" * 32)


class _Tiles:
    """The hash tiles of an export, as the foreign reader asks for them."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def get(self, *path: str) -> bytes:
        return self._files["/".join(path)]


def _agrees(files: Files, size: int, root: bytes) -> int:
    """Show that the foreign code arrives at our root and at every proof; count the proofs."""
    reader = TilesReader(_Tiles(files))
    reader.set_size(size)
    # A subtree's hash does not depend on what is asked, so it is computed once.
    reader.mth = lru_cache(maxsize=None)(reader.mth)  # type: ignore[method-assign]
    assert root == bytes(reader.calculate_root_hash())
    proofs = 0
    for name, raw in files.items():
        if name.endswith(".tlog-proof"):
            ours = parse_proof(raw)
            theirs = reader.get_inclusion_proof(ours.index, size).node_hashes
        elif name.startswith("cons/") and 0 < parse_consistency(raw).old < size:
            ours_too = parse_consistency(raw)
            theirs = reader.get_consistency_proof(ours_too.old, size).node_hashes
            assert ours_too.hashes == tuple(theirs)
            proofs += 1
            continue
        else:
            continue
        assert ours.hashes == tuple(theirs)
        proofs += 1
    return proofs


def _exported(bench: Bench, folder: Path) -> Files:
    """The export as it is on the disk, which is the one in memory."""
    written = write_export(bench.ledger, folder, sample(bench.ledger.size))
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert files == bench.export()
    assert written == len(files)
    return files


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 1_000, 70_000])
def test_foreign_programs_take_our_export(judge_program: Path, tmp_path: Path, size: int) -> None:
    """Go and tlog_scales agree with us, byte for byte, at every shape of the right edge."""
    bench = of_size(size)
    files = _exported(bench, tmp_path / "export")
    found = verify_export(DiskFiles(tmp_path / "export"), TRUST)
    assert (size, True) == (found.size, found.authenticated)
    proofs, olds = len(sample(size)), len(list(bench.ledger.checkpoints()))
    assert (proofs, olds) == (found.proofs, found.checkpoints)
    verdict = judge_once(judge_program, tmp_path / "export", trust=TRUST.vkey)
    assert (0, f"ok {size} entries, {proofs} proofs, {olds} old checkpoints") == verdict
    assert proofs + olds - 1 == _agrees(files, size, found.root)


def _signed_anew(note: bytes, signer: Signer) -> bytes:
    text = parse_note(note).text
    return sign_note(text.replace(LOG, signer.name, 1), signer)


def _reforged(files: Files, signer: Signer) -> Files:
    """The same entries and tree with every signature of the log made anew by another key."""
    forged = dict(files) | {"keys.txt": f"{signer.verifier.vkey}\n".encode()}
    forged["checkpoint"] = _signed_anew(files["checkpoint"], signer)
    for name, raw in files.items():
        if name.startswith("cons/") or name.endswith(".tlog-proof"):
            head, _, note = raw.partition(b"\n\n")
            forged[name] = head + b"\n\n" + _signed_anew(note, signer)
    return forged


def test_a_folder_forged_whole_is_never_authenticated(judge_program: Path, tmp_path: Path) -> None:
    """With the right key both refuse it; without one we say that it is not authenticated."""
    forged = _reforged(three_hundred(), OTHER)
    assert "refused expected the log you trust" in our_verdict(forged)
    code, words = judge_once(judge_program, write(tmp_path, forged), trust=TRUST.vkey)
    assert (1, True) == (code, "trusted key" in words)
    found = verify_export(MemoryFiles(forged), None)
    assert (False, SIZE, OTHER.verifier) == (found.authenticated, found.size, OTHER.verifier)
    assert verify_export(MemoryFiles(forged), OTHER.verifier).fingerprint == found.fingerprint
    assert found.fingerprint != verify_export(MemoryFiles(three_hundred()), TRUST).fingerprint


def test_entries_of_one_log_do_not_make_another(judge_program: Path, tmp_path: Path) -> None:
    """Under another name the same entries are refused: each says which log it was made for."""
    forged = _reforged(three_hundred(), NAMESAKE)
    with pytest.raises(NotProven, match="expected an entry for parley.example/other-desk, got one"):
        verify_export(MemoryFiles(forged), NAMESAKE.verifier)
    verdict = judge_once(judge_program, write(tmp_path, forged), trust=NAMESAKE.verifier.vkey)
    assert 0 == verdict[0]  # to Go an entry is bytes: what it says is not its business


def _changes() -> dict[str, Files]:
    """The folder with a file missing, too many, or in another's place."""
    files = few()
    found = {
        f"without {name}": {other: raw for other, raw in files.items() if other != name}
        for name in files
        if not name.startswith("cons/")
    }
    for extra in ("README", "tile/0/001", "tile/entries/000", "tile/1/000.p/1", "proofs/3.rec",
                  "proofs/7.tlog-proof.bak", "cons/07.txt", "cons/21.txt", "keys.txt~",
                  "proofs/019.rec", "tile/0/000.p/20/x", "checkpoint.sig"):  # fmt: skip
        found[f"with {extra}"] = files | {extra: b"x"}
    for one, other in combinations(sorted(files), 2):
        if files[one] != files[other]:
            swapped = {one: files[other], other: files[one]}
            found[f"{one} and {other} exchanged"] = files | swapped
    for wrong in (3, 19):  # entry 7's leaf and proof, whole, under another number
        moved = {f"proofs/{wrong}.{end}": files[f"proofs/7.{end}"] for end in ("rec", "tlog-proof")}
        found[f"the proof of 7 as that of {wrong}"] = files | moved
    return {name: changed for name, changed in found.items() if not _nests(changed)}


def _nests(files: Files) -> bool:
    """Whether a name is also a directory of another: no disk can hold both."""
    return any(other.startswith(f"{name}/") for name in files for other in files)


def test_no_file_is_missing_extra_or_exchanged(judge_program: Path, tmp_path: Path) -> None:
    """Each file left out, put in, or swapped with another is noticed by both."""
    changes, taken = _changes(), []
    assert len(changes) > 80
    with Judge(judge_program, trust=TRUST.vkey) as judge:
        for number, (name, files) in enumerate(changes.items()):
            verdicts = judge.verdict(write(tmp_path / str(number), files)), our_verdict(files)
            taken += [(name, found) for found in verdicts if not found.startswith("refused ")]
    assert [] == taken
    assert "ok" == our_verdict(few())


def _linked(export: Path, name: str) -> None:
    """The same bytes, behind a link."""
    away = export.parent / "elsewhere"
    (export / name).rename(away)
    (export / name).symlink_to(away)


def _piped(export: Path, name: str) -> None:
    (export / name).unlink(missing_ok=True)
    os.mkfifo(export / name)


UNPLAIN: dict[str, Callable[[Path], None]] = {
    "a link for the checkpoint": lambda export: _linked(export, "checkpoint"),
    "a link for the keys": lambda export: _linked(export, "keys.txt"),
    "a link for a tile": lambda export: _linked(export, "tile/0/000.p/20"),
    "a link for the entries": lambda export: _linked(export, "tile/entries/000.p/20"),
    "a link for a folder": lambda export: _linked(export, "proofs"),
    "a link to nowhere": lambda export: (export / "more").symlink_to("nowhere"),
    "a link to the folder itself": lambda export: (export / "more").symlink_to(export),
    "a pipe": lambda export: _piped(export, "more"),
    "a pipe for the checkpoint": lambda export: _piped(export, "checkpoint"),
}


@pytest.mark.parametrize("name", UNPLAIN)
def test_only_plain_files_are_read(judge_program: Path, tmp_path: Path, name: str) -> None:
    """A link could show each reader another file, and a pipe keep one waiting: both are refused."""
    export = write(tmp_path / "export", few())
    UNPLAIN[name](export)
    assert 1 == judge_once(judge_program, export, trust=TRUST.vkey)[0]
    with pytest.raises(NotProven, match="expected plain files"):
        verify_export(DiskFiles(export), TRUST)


def test_a_folder_without_an_earlier_checkpoint_is_refused() -> None:
    """At least one checkpoint that was handed out has to be there, to be held against others."""
    files = {name: raw for name, raw in few().items() if not name.startswith("cons/")}
    assert "refused expected at least one earlier checkpoint" in our_verdict(files)
