"""A folder that is not what this desk left is refused with a sentence, and left as it lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import apsw
import pytest

from parley.errors import Damaged, NotFound, Refusal
from parley.ledger.stores.opening import connect
from parley.ledger.stores.parts import SEALED, SqliteParts
from parley.ledger.stores.sqlite import LEDGER, SqliteStore
from tests.faults.folders import Files, Sound, files_in, lasting, lay_out, parts_of, unsound
from tests.faults.story import Story

Spoil = Callable[[Files, "Others"], Files]
LENGTHS = [0, 1, 15, 16, 17, 99, 100, 101, 511, 512, 4095, 4096, 4097, 8191, 8192]


class Others:
    """What a folder may be spoiled with."""

    def __init__(self, place: Path) -> None:
        for name in ("ours", "theirs", "sibling"):
            (place / name).mkdir()
        self.ours = Sound(place / "ours")
        self.theirs = Sound(place / "theirs", key=2)
        self.sibling = Sound(place / "sibling")
        self.renamed_ledger = self._made(place / "renamed", SqliteStore)
        self.renamed_sealed = self._made(place / "renamed-parts", SqliteParts)
        self.program = place / "program.sqlite"
        file = apsw.Connection(str(self.program))
        file.execute("CREATE TABLE entry(idx INTEGER PRIMARY KEY); INSERT INTO entry VALUES(0)")
        file.close()

    def _made(self, path: Path, kind: type[SqliteStore] | type[SqliteParts]) -> bytes:
        kind(path, log="parley.example/another").close()
        return path.read_bytes()

    def newer(self, name: str, application: int) -> bytes:
        """One of our files as a later Parley would mark it."""
        path = self.program.with_name("newer.sqlite")
        path.write_bytes(self.ours.closed[name])
        file = connect(path, None)
        assert file.pragma("application_id") == application
        file.pragma("user_version", 2)
        file.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        file.close()
        return path.read_bytes()


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Others:
    return Others(tmp_path_factory.mktemp("others"))


def _with(name: str, content: Callable[[Others], bytes]) -> Spoil:
    return lambda files, others: files | {name: content(others)}


def _without(name: str, *, crashed: bool = False) -> Spoil:
    def spoil(files: Files, others: Others) -> Files:
        kept = others.ours.crashed if crashed else files
        return {other: content for other, content in kept.items() if other != name}

    return spoil


ATTACKS: dict[str, Spoil] = {
    "random bytes": _with("ledger.sqlite", lambda o: Random(1).randbytes(50_000)),
    "random bytes for the sealed parts": _with(
        "sealed.sqlite", lambda o: Random(2).randbytes(50_000)
    ),
    "another program's database": _with("ledger.sqlite", lambda o: o.program.read_bytes()),
    "another program's database for the sealed parts": _with(
        "sealed.sqlite", lambda o: o.program.read_bytes()
    ),
    "entries and sealed parts changed about": lambda files, others: (
        files | {"ledger.sqlite": files["sealed.sqlite"], "sealed.sqlite": files["ledger.sqlite"]}
    ),
    "a newer version": _with(
        "ledger.sqlite", lambda o: o.newer("ledger.sqlite", LEDGER.application)
    ),
    "newer sealed parts": _with(
        "sealed.sqlite", lambda o: o.newer("sealed.sqlite", SEALED.application)
    ),
    "a log of another name": _with("ledger.sqlite", lambda o: o.renamed_ledger),
    "a log of another name and no tide": lambda files, others: _without("ledger.sqlite-tide")(
        files | {"ledger.sqlite": others.renamed_ledger}, others
    ),
    "sealed parts of a log of another name": _with("sealed.sqlite", lambda o: o.renamed_sealed),
    "a log of the same name by another key": lambda files, others: others.theirs.closed,
    "a log of the same name and key": _with(
        "ledger.sqlite", lambda o: o.sibling.closed["ledger.sqlite"]
    ),
    "an older copy": _with("ledger.sqlite", lambda o: o.ours.early["ledger.sqlite"]),
    "no entries": _without("ledger.sqlite"),
    "no entries and no tide": lambda files, others: _without("ledger.sqlite-tide")(
        _without("ledger.sqlite")(files, others), others
    ),
    "no sealed parts": _without("sealed.sqlite"),
    "no write-ahead log after a crash": _without("ledger.sqlite-wal", crashed=True),
    "the write-ahead log of another key": _with(
        "ledger.sqlite-wal", lambda o: o.theirs.crashed["ledger.sqlite-wal"]
    ),
    "the write-ahead log of a log of the same name and key": _with(
        "ledger.sqlite-wal", lambda o: o.sibling.crashed["ledger.sqlite-wal"]
    ),
    "the write-ahead log of the sealed parts": _with(
        "ledger.sqlite-wal", lambda o: o.ours.crashed["sealed.sqlite-wal"]
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused_with_a_sentence_and_left_as_it_lies(
    others: Others, attack: str, tmp_path: Path
) -> None:
    """Opening refuses it, fsck finds it, and neither changes a byte of it."""
    folder = lay_out(ATTACKS[attack](others.ours.closed, others), tmp_path / "log")
    before = lasting(folder)
    with pytest.raises((Damaged, NotFound), match="expected .*, got"):
        Story(folder, create=False)
    with pytest.raises(Damaged, match="expected .*, got"):
        Story(folder, create=True)
    assert unsound(folder) != [] or attack == "a log of the same name by another key"
    assert lasting(folder) == before


def test_a_log_cut_at_any_length_is_refused(others: Others, tmp_path: Path) -> None:
    """Whichever of the two files is cut, at whatever length, opening refuses and fsck finds it."""
    chance = Random(3)
    for name in ("ledger.sqlite", "sealed.sqlite"):
        whole = others.ours.closed[name]
        pages = range(0, len(whole), 4096)
        some = [chance.randrange(len(whole)) for _ in range(20)]
        for length in sorted({*LENGTHS, *pages, *some, len(whole) - 1}):
            files = others.ours.closed | {name: whole[:length]}
            folder = lay_out(files, tmp_path / "log")
            before = lasting(folder)
            for create in (False, True):
                with pytest.raises(Damaged, match="expected .*, got"):
                    Story(folder, create=create)
            assert unsound(folder) != []
            assert lasting(folder) == before


def test_a_write_ahead_log_cut_at_any_length_is_noticed(others: Others, tmp_path: Path) -> None:
    """A log cut short after a crash gives no shorter record: the tide mark tells."""
    chance = Random(4)
    whole = others.ours.crashed["ledger.sqlite-wal"]
    for length in [0, 31, 32, *(chance.randrange(len(whole)) for _ in range(30))]:
        files = others.ours.crashed | {"ledger.sqlite-wal": whole[:length]}
        folder = lay_out(files, tmp_path / "log")
        with pytest.raises(Damaged, match="got an older copy"):
            Story(folder, create=False)
        assert lasting(folder) == {n: c for n, c in files.items() if n in lasting(folder)}


def test_a_folder_where_a_file_should_be_is_refused(others: Others, tmp_path: Path) -> None:
    """Folders in place of files, and a file in place of the folder, are refused like the rest."""
    for name in ("ledger.sqlite", "sealed.sqlite", "ledger.sqlite-tide", "lock"):
        folder = lay_out(others.ours.closed, tmp_path / "log")
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()
        with pytest.raises(Damaged, match="expected .*, got"):
            Story(folder, create=False)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(NotFound):
        Story(tmp_path / "file", create=False)
    with pytest.raises(Damaged):
        Story(tmp_path / "file", create=True)


def test_what_a_crash_leaves_is_no_damage(others: Others, tmp_path: Path) -> None:
    """The files as a crash leaves them open, with every entry, and fsck finds nothing."""
    folder = lay_out(others.ours.crashed, tmp_path / "log")
    assert unsound(folder) == []
    story = Story(folder, create=False)
    assert [row.leaf for row in story.ledger.rows(0, 10_000)] == others.ours.leaves
    story.ledger.close()
    assert unsound(folder) == []


def test_every_refusal_is_one_of_ours(others: Others, tmp_path: Path) -> None:
    """Files exchanged among three logs at random give a refusal of ours or a log that was there."""
    chance = Random(5)
    logs = [others.ours, others.theirs, others.sibling]
    choices = [files for log in logs for files in (log.closed, log.crashed, log.early)]
    names = sorted({name for files in choices for name in files})
    refused = 0
    for _ in range(150):
        files = {}
        for name in names:
            content = chance.choice(choices).get(name)
            if content is not None:
                files[name] = content
        folder = lay_out(files, tmp_path / "log")
        try:
            story = Story(folder, create=False)
        except Refusal:
            refused += 1
            continue
        found = [row.leaf for row in story.ledger.rows(0, 10_000)]
        story.ledger.close()
        assert any(found == log.leaves[: len(found)] for log in logs)
    assert refused > 50


def test_lost_sealed_parts_are_found_entry_by_entry(others: Others, tmp_path: Path) -> None:
    """An older copy of the sealed parts is found by fsck and named by entry."""
    older = others.ours.closed | {"sealed.sqlite": others.ours.early["sealed.sqlite"]}
    found = unsound(lay_out(older, tmp_path / "log"))
    assert len(found) == 8
    assert all("expected part 'body', got none, at entry" in problem for problem in found)


def test_parts_lost_with_their_log_are_had_back_from_the_entries(
    others: Others, tmp_path: Path
) -> None:
    """The sealed parts' log is lost whole: what it held is carried by the entries' file."""
    cut = {n: c for n, c in others.ours.crashed.items() if n != "sealed.sqlite-wal"}
    folder = lay_out(cut, tmp_path / "log")
    assert unsound(folder) == []
    assert files_in(folder)["sealed.sqlite"] == cut["sealed.sqlite"]  # fsck only looked
    for _ in range(2):
        story = Story(folder, create=False)
        assert parts_of(story) == others.ours.parts
        story.ledger.close()
    assert unsound(folder) == []


def test_an_erased_part_put_back_is_erased_again(others: Others, tmp_path: Path) -> None:
    """Sealed parts from before an erasure: fsck finds the part, and the next start destroys it."""
    names = ("sealed.sqlite", "sealed.sqlite-wal")
    put_back = others.ours.crashed | {name: others.ours.unerased[name] for name in names}
    folder = lay_out(put_back, tmp_path / "log")
    assert any("to be erased, got it" in problem for problem in unsound(folder))
    Story(folder, create=False).ledger.close()
    assert not any("to be erased" in problem for problem in unsound(folder))
