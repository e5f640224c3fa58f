"""The Go judge takes what our formats write and refuses every change to it."""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parley.ledger.tlog import Tree, leaf_hash
from parley.ledger.tlog.note import Note, Signature, Signer, format_note, parse_note
from tests.foreign import go
from tests.foreign.go import Judge, judge_once
from tests.foreign.small_export import LOG, OTHER_LOG, checkpoint_at, entries, export_files, write

pytestmark = pytest.mark.slow

SIZE = 600
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def whole() -> Files:
    proofs = {0: SIZE, 255: SIZE, 256: 300, 599: SIZE}
    return export_files(entries(SIZE), proofs=proofs, olds=(0, 1, 256, 300, 513, SIZE))


@pytest.fixture
def judge(judge_program: Path) -> Iterator[Judge]:
    with Judge(judge_program, trust=LOG.verifier.vkey) as asked:
        yield asked


def test_a_whole_export_is_taken(judge_program: Path, whole: Files, tmp_path: Path) -> None:
    """One run over a sound folder exits 0 and counts what it holds."""
    found = judge_once(judge_program, write(tmp_path, whole), trust=LOG.verifier.vkey)
    assert (0, "ok 600 entries, 4 proofs, 6 old checkpoints") == found


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 70_000])
def test_exports_of_many_shapes_are_taken(judge: Judge, tmp_path: Path, size: int) -> None:
    """Every shape of the right edge is read: empty, full tiles, tiles of tiles."""
    proofs = {size - 1: size} if size else {}
    files = export_files(entries(size), proofs=proofs, olds=(size // 2,))
    answer = judge.verdict(write(tmp_path, files))
    assert f"ok {size} entries, {len(proofs)} proofs, 1 old checkpoints" == answer


def test_no_flipped_bit_is_taken(judge: Judge, whole: Files, tmp_path: Path) -> None:
    """Every bit of every small file, and 1,500 bits of the large ones, is refused when flipped."""
    export = write(tmp_path, whole)
    chance = random.Random(17)
    flips: list[tuple[str, int, int]] = []
    for path, raw in whole.items():
        every = [(path, byte, bit) for byte in range(len(raw)) for bit in range(8)]
        flips += every if len(raw) <= 300 else chance.sample(every, min(len(every), 300))
    answers = [judge.flipped(export, path, byte=at, bit=bit) for path, at, bit in flips]
    assert len(flips) >= 4_000
    assert [] == [
        (flip, answer)
        for flip, answer in zip(flips, answers, strict=True)
        if not answer.startswith("refused ")
    ]
    assert judge.verdict(export).startswith("ok ")


def test_every_last_letter_of_base64_is_refused_in_its_other_spellings(
    judge: Judge, whole: Files, tmp_path: Path
) -> None:
    """Go's decoder drops the unused bits of the last letter; the judge compares the text."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    spelled = 0
    export = write(tmp_path, whole)
    for path in ("checkpoint", "proofs/0.tlog-proof", "cons/256.txt"):
        lines = whole[path].split(b"\n")
        for number, line in enumerate(lines):
            if not line.endswith(b"="):
                continue
            padding = len(line) - len(line.rstrip(b"="))
            at = len(line) - padding - 1
            letter = letters[letters.index(chr(line[at])) ^ 1].encode()
            changed = line[:at] + letter + b"=" * padding
            word = changed.split(b" ")[-1]
            assert base64.b64decode(word) == base64.b64decode(line.split(b" ")[-1])
            spelling = [*lines[:number], changed, *lines[number + 1 :]]
            (export / path).write_bytes(b"\n".join(spelling))
            assert judge.verdict(export).startswith("refused "), (path, number)
            spelled += 1
        (export / path).write_bytes(whole[path])
    assert spelled > 15


def _with_a_stranger(raw: bytes) -> bytes:
    """A second signature line, by a key nobody named."""
    note = parse_note(raw)
    stranger = Signer("mallory.example", seed=b"\x03" * 32)
    line = Signature(stranger.name, stranger.verifier.key_id, stranger.sign(note.text.encode()))
    return format_note(Note(note.text, (*note.signatures, line)))


def _of_another_past(size: int) -> bytes:
    """A checkpoint this log did sign, over entries that are not in this record."""
    other = Tree(b"".join(leaf_hash(b"other " + leaf) for leaf in entries(SIZE)))
    return checkpoint_at(other, size)


def _of_a_longer_record() -> bytes:
    """What the log signed one entry later."""
    return checkpoint_at(_tree(), SIZE + 1)


def _tree() -> Tree:
    """This record's tree, and one entry more."""
    return Tree(b"".join(map(leaf_hash, entries(SIZE + 1))))


def _carrying(note: bytes) -> Callable[[bytes], bytes]:
    """The same proof lines over another checkpoint."""
    return lambda raw: raw.partition(b"\n\n")[0] + b"\n\n" + note


def _last_hash(line: bytes) -> Callable[[bytes], bytes]:
    """The proof with its last hash line replaced; an empty replacement removes it."""

    def edit(raw: bytes) -> bytes:
        head, _, note = raw.partition(b"\n\n")
        return head.rpartition(b"\n")[0] + line + b"\n\n" + note

    return edit


def _edit(path: str, edit: Callable[[bytes], bytes]) -> Callable[[Files], object]:
    return lambda files: files.update({path: edit(files[path])})


def _add(path: str, raw: bytes = b"x") -> Callable[[Files], object]:
    return lambda files: files.update({path: raw})


def _remove(path: str) -> Callable[[Files], object]:
    return lambda files: files.pop(path)


def _swap(one: str, other: str) -> Callable[[Files], object]:
    return lambda files: files.update({one: files[other], other: files[one]})


def _rename(old: str, new: str) -> Callable[[Files], object]:
    return lambda files: files.update({new: files.pop(old)})


ZERO = b"\n" + b"A" * 43 + b"="
PROOF = "proofs/0.tlog-proof"
EDGE = "tile/entries/002.p/88"

# What is done to the folder, and words of the one check that must notice.
ATTACKS: dict[str, tuple[Callable[[Files], object], str]] = {
    "a hidden bundle": (_add("tile/entries/002"), "no file tile/entries/002"),
    "a leftover narrower tile": (_add("tile/0/002.p/87"), "no file tile/0/002.p/87"),
    "a file beside the checkpoint": (_add("README"), "no file README"),
    "a file in proofs": (_add("proofs/notes.txt"), "no file proofs/notes.txt"),
    "a record without its proof": (_add("proofs/7.rec"), "no file proofs/7.rec"),
    "a missing tile": (_remove("tile/1/000.p/2"), "a file tile/1/000.p/2, got none"),
    "a missing bundle": (_remove("tile/entries/001"), "a file tile/entries/001, got none"),
    "a missing record": (_remove("proofs/255.rec"), "a file proofs/255.rec, got none"),
    "no keys": (_remove("keys.txt"), "a file keys.txt, got none"),
    "no checkpoint": (_remove("checkpoint"), "a file checkpoint, got none"),
    "a second key": (_edit("keys.txt", lambda raw: raw + raw), "the trusted key and nothing else"),
    "a stranger's line": (_edit("checkpoint", _with_a_stranger), "one canonical signature line"),
    "a stranger's line in a proof": (_edit(PROOF, _with_a_stranger), "one canonical signature"),
    "the signature twice": (
        _edit("checkpoint", lambda raw: raw + raw.split(b"\n\n")[1]),
        "one canonical signature line",
    ),
    "bundles in another order": (
        _swap("tile/entries/000", "tile/entries/001"),
        "the entries to lead to the checkpoint's root",
    ),
    "a tile of other entries": (_swap("tile/0/000", "tile/0/001"), "hashes that the entries give"),
    "a proof under another's name": (_swap(PROOF, "proofs/255.tlog-proof"), "expected index"),
    "a record under another's name": (_swap("proofs/0.rec", "proofs/255.rec"), "in its .rec file"),
    "an old size under another's": (_swap("cons/256.txt", "cons/300.txt"), "a checkpoint of size"),
    "a padded name": (_rename("cons/256.txt", "cons/0256.txt"), "plain decimal"),
    "a plus in a name": (_rename("cons/256.txt", "cons/+256.txt"), "plain decimal"),
    "a proof in a folder below": (_rename(PROOF, "proofs/0/0.tlog-proof"), "plain decimal"),
    "an entry too many": (_edit(EDGE, lambda raw: raw + b"\x00\x01x"), "got 3 bytes more"),
    "an empty entry": (_edit(EDGE, lambda raw: b"\x00\x00" + raw), "that is not empty"),
    "a cut entry": (_edit(EDGE, lambda raw: raw[:-1]), "a whole entry"),
    "an unauthenticated extra line": (
        _edit(PROOF, lambda raw: raw.replace(b"index", b"extra AAAA\nindex", 1)),
        "hashes and a checkpoint",
    ),
    "windows line ends": (
        _edit("cons/256.txt", lambda raw: raw.replace(b"\n", b"\r\n")),
        "hashes and a checkpoint",
    ),
    "a hash more": (
        _edit(PROOF, lambda raw: raw.replace(b"\n\n", ZERO + b"\n\n", 1)),
        "invalid transparency proof",
    ),
    "a hash fewer": (_edit(PROOF, _last_hash(b"")), "invalid transparency proof"),
    "another hash": (_edit(PROOF, _last_hash(ZERO)), "invalid transparency proof"),
    "another hash in cons": (_edit("cons/300.txt", _last_hash(ZERO)), "invalid transparency proof"),
    "another past in a proof": (
        _edit("proofs/256.tlog-proof", _carrying(_of_another_past(300))),
        "the root this record had at size 300",
    ),
    "another past in cons": (
        _edit("cons/300.txt", _carrying(_of_another_past(300))),
        "the root this record had at size 300",
    ),
    "another past as a whole": (
        _edit("checkpoint", lambda raw: _of_another_past(SIZE)),
        "the entries to lead to the checkpoint's root",
    ),
    "an older checkpoint over newer tiles": (
        _edit("checkpoint", lambda raw: checkpoint_at(_tree(), 300)),
        "a file tile/entries/001.p/44, got none",
    ),
    "a proof from the future": (_edit(PROOF, _carrying(_of_a_longer_record())), "a size up to 600"),
    "an old checkpoint from the future": (
        _add("cons/601.txt", b"old 601\n\n" + _of_a_longer_record()),
        "a size up to 600",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_refused(judge: Judge, whole: Files, tmp_path: Path, attack: str) -> None:
    """Each named change of the folder is refused, by the check that is there for it."""
    files = dict(whole)
    edit, words = ATTACKS[attack]
    edit(files)
    answer = judge.verdict(write(tmp_path, files))
    assert answer.startswith("refused ")
    assert words in answer


def test_a_record_forged_as_a_whole_is_refused(
    judge_program: Path, judge: Judge, tmp_path: Path
) -> None:
    """A folder in perfect order under another key of the same name is not the trusted log's."""
    forged = write(tmp_path, export_files(entries(9), proofs={3: 9}, olds=(4,), signer=OTHER_LOG))
    assert 0 == judge_once(judge_program, forged, trust=OTHER_LOG.verifier.vkey)[0]
    assert 1 == judge_once(judge_program, forged, trust=LOG.verifier.vkey)[0]
    (forged / "keys.txt").write_text(LOG.verifier.vkey + "\n")
    assert judge.verdict(forged).startswith("refused ")


def test_links_and_empty_directories_are_refused(
    judge: Judge, whole: Files, tmp_path: Path
) -> None:
    """What is not a file of the contract may not hide as a link or a directory either."""
    export = write(tmp_path / "export", whole)
    (export / "tile" / "empty").mkdir()
    assert judge.verdict(export).startswith("refused ")
    (export / "tile" / "empty").rmdir()
    (tmp_path / "outside").write_bytes(whole["proofs/0.rec"])
    os.symlink(tmp_path / "outside", export / "link")
    assert judge.verdict(export).startswith("refused ")
    (export / "link").unlink()
    assert judge.verdict(export).startswith("ok ")


def test_what_was_not_judged_is_never_called_refused(
    judge_program: Path, judge: Judge, whole: Files, tmp_path: Path
) -> None:
    """A wrong question cannot pass for a refusal: the answer is 'broken', the exit code 2."""
    export = write(tmp_path, whole)
    size = len(whole["checkpoint"])
    assert judge.flipped(export, "checkpoinT", byte=0, bit=0).startswith("broken ")
    assert judge.flipped(export, "checkpoint", byte=size, bit=0).startswith("broken ")
    assert judge.flipped(export, "checkpoint", byte=0, bit=8).startswith("broken ")
    assert judge.verdict(tmp_path / "absent").startswith("broken ")
    assert 2 == judge_once(judge_program, tmp_path / "absent", trust=LOG.verifier.vkey)[0]
    assert 2 == judge_once(judge_program, export, trust="no key")[0]


def test_a_machine_without_go_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the tool is absent the build says which Debian packages bring it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(go.ForeignToolMissing, match="golang-go and golang-golang-x-mod-dev"):
        go.build_judge(tmp_path)
