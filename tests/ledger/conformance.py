"""What every store must do: one suite, run against each of them.

Subclass `StoreLaws` or `PartLaws`, say how one is opened, and every law here is asked of it.
"""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from parley.errors import Damaged
from parley.ledger.stores.port import Mark, PartStore, Row, Shelf, Signed, Store

AnyStore = TypeVar("AnyStore", bound=Store)


def row(index: int, *, mark: Mark = 0, leaf: bytes | None = None, dedupe: str = "") -> Row:
    """A row unlike every other, unless `dedupe` makes it one's retry."""
    content = leaf if leaf is not None else b"leaf %d" % index
    key = sha256((dedupe or f"dedupe {index}").encode()).digest()
    return Row(index, 1_000 + index, content, sha256(content).digest(), key, mark)


def rows(begin: int, end: int) -> list[Row]:
    return [row(index) for index in range(begin, end)]


def signed(size: int) -> Signed:
    return Signed(size, sha256(b"root %d" % size).digest(), b"note %d\n" % size)


def filled(store: AnyStore, groups: Sequence[int]) -> AnyStore:
    """The store after groups of so many entries each."""
    size = 0
    for count in groups:
        store.commit(rows(size, size + count), signed(size + count))
        size += count
    return store


def shelf(name: str, *, box: bytes = b"box", record: str = "sha256:1") -> Shelf:
    commitment = sha256(name.encode()).hexdigest()
    return Shelf(commitment, "body", box, b"own", {"seal:desk": b"wrap"}, record)


class StoreLaws:
    """What is asked of a store of entries and checkpoints."""

    @abstractmethod
    def opened(self, folder: Path, before: Store | None = None) -> Store:
        """A new store in the folder; or, after `before` was closed, the same one again."""

    def test_an_empty_store_has_nothing(self, tmp_path: Path) -> None:
        """Before the first commit every question has the empty answer."""
        store = self.opened(tmp_path)
        assert (b"", []) == store.spine()
        assert [] == list(store.rows(0, 10))
        assert [] == list(store.checkpoints())
        assert store.find(row(0).dedupe) is None

    def test_rows_come_back_as_they_went_in(self) -> None:
        """Any range of rows is read back in order, byte for byte, before and after a restart."""
        ends = st.integers(0, 32)

        @settings(max_examples=15)
        @given(st.lists(st.integers(1, 5), max_size=6), ends, ends)
        def law(groups: list[int], begin: int, end: int) -> None:
            every = rows(0, sum(groups))
            with TemporaryDirectory() as folder:
                store = filled(self.opened(Path(folder)), groups)
                for _ in range(2):
                    assert every[begin:end] == list(store.rows(begin, end))
                    hashes = b"".join(one.hash for one in every)
                    assert (hashes, [one.rx for one in every]) == store.spine()
                    store.close()
                    store = self.opened(Path(folder), store)
                store.close()

        law()

    def test_long_reads_go_over_many_pages(self, tmp_path: Path) -> None:
        """More rows than any page holds come back whole."""
        store = self.opened(tmp_path)
        store.commit(rows(0, 3_600), signed(3_600))
        assert rows(7, 3_599) == list(store.rows(7, 3_599))

    @pytest.mark.slow
    def test_every_checkpoint_is_kept(self, tmp_path: Path) -> None:
        """More checkpoints than any page holds come back, newest first."""
        store = filled(self.opened(tmp_path), [1] * 1_100)
        assert [signed(size) for size in range(1_100, 0, -1)] == list(store.checkpoints())

    def test_what_was_being_read_does_not_change(self, tmp_path: Path) -> None:
        """A reader in the middle of its rows is not disturbed by what is written meanwhile."""
        store = filled(self.opened(tmp_path), [5])
        reading = store.rows(0, 5)
        seen = [next(reading)]
        store.commit(rows(5, 8), signed(8))
        assert rows(0, 5) == seen + list(reading)

    def test_any_bytes_make_a_leaf(self, tmp_path: Path) -> None:
        """A leaf of the largest size with every byte value in it comes back exactly."""
        store = self.opened(tmp_path)
        whole = row(0, leaf=bytes(range(256)) * 234 + b"\x00" * 96)
        store.commit([whole], signed(1))
        assert [whole] == list(store.rows(0, 1))

    def test_a_row_is_found_by_its_retry_key(self, tmp_path: Path) -> None:
        """Each retry key leads to its own row, and a strange one to none."""
        store = filled(self.opened(tmp_path), [3, 4])
        assert list(range(7)) == [store.find(row(index).dedupe) for index in range(7)]
        assert store.find(b"\x00" * 32) is None

    def test_marked_rows_are_found_without_the_others(self, tmp_path: Path) -> None:
        """Only key records and erasures are read at a start, in order and within the range."""
        store = self.opened(tmp_path)
        marks: list[Mark] = [1, 0, 0, 2, 0, 1, 0]
        every = [row(index, mark=mark) for index, mark in enumerate(marks)]
        store.commit(every, signed(7))
        assert [every[0], every[3], every[5]] == list(store.rows(0, 7, marked=True))
        assert [every[3]] == list(store.rows(1, 5, marked=True))

    def test_checkpoints_come_newest_first(self, tmp_path: Path) -> None:
        """Every checkpoint handed out is kept, and can be asked for up to a size."""
        store = filled(self.opened(tmp_path), [2, 3, 4])
        assert [signed(9), signed(5), signed(2)] == list(store.checkpoints())
        assert [signed(5), signed(2)] == list(store.checkpoints(8))
        assert [signed(2)] == list(store.checkpoints(2))
        assert [] == list(store.checkpoints(1))

    def test_the_first_checkpoint_over_an_entry_is_found(self, tmp_path: Path) -> None:
        """For each entry the checkpoint of its own group is the first that has it."""
        store = filled(self.opened(tmp_path), [2, 3, 4])
        found = [next(store.checkpoints(over=index), None) for index in range(10)]
        assert [signed(2)] * 2 + [signed(5)] * 3 + [signed(9)] * 4 + [None] == found

    @pytest.mark.parametrize(
        ("group", "checkpoint"),
        [
            pytest.param([row(4)], signed(9), id="a row with a gap before it"),
            pytest.param([row(2)], signed(9), id="a place that is taken"),
            pytest.param([row(3), row(3)], signed(9), id="one place twice"),
            pytest.param([row(3, dedupe="dedupe 1")], signed(9), id="an old retry key"),
            pytest.param(
                [row(3, dedupe="a"), row(4, dedupe="a")], signed(9), id="one retry key twice"
            ),
            pytest.param([row(3)], signed(3), id="a checkpoint of a size that has one"),
            pytest.param([row(3)], signed(2), id="a checkpoint of a smaller size"),
        ],
    )
    def test_what_does_not_follow_is_refused_whole(
        self, tmp_path: Path, group: list[Row], checkpoint: Signed
    ) -> None:
        """A commit that would overwrite, repeat or skip leaves the store as it was."""
        store = filled(self.opened(tmp_path), [3])
        with pytest.raises(Damaged):
            store.commit(group, checkpoint)
        assert rows(0, 3) == list(store.rows(0, 99))
        assert [signed(3)] == list(store.checkpoints())
        store.commit([row(3)], signed(4))
        assert rows(0, 4) == list(store.rows(0, 99))


class PartLaws:
    """What is asked of a store of sealed parts."""

    @abstractmethod
    def opened(self, folder: Path, before: PartStore | None = None) -> PartStore:
        """A new store in the folder; or, after `before` was closed, the same one again."""

    def test_a_part_comes_back_as_it_went_in(self, tmp_path: Path) -> None:
        """A part is read back whole, before and after a restart, and a strange one is not."""
        parts = self.opened(tmp_path)
        kept = [shelf("a"), shelf("b", box=bytes(range(256)) * 4_000)]
        parts.put(kept)
        for _ in range(2):
            assert kept == [parts.get(one.commitment) for one in kept]
            assert parts.get(shelf("c").commitment) is None
            assert {one.commitment for one in kept} == set(parts.commitments())
            parts.close()
            parts = self.opened(tmp_path, parts)

    def test_the_first_of_two_stays(self, tmp_path: Path) -> None:
        """Putting a part again, alone or among others, changes nothing."""
        parts = self.opened(tmp_path)
        first, again = shelf("a"), shelf("a", box=b"another", record="sha256:2")
        parts.put([first])
        parts.put([again, shelf("b"), again])
        assert first == parts.get(first.commitment)
        assert 2 == len(list(parts.commitments()))

    def test_a_wrap_is_added_to_the_others(self, tmp_path: Path) -> None:
        """A later reader's wrap stands beside the earlier ones, and can be added twice."""
        parts = self.opened(tmp_path)
        kept = shelf("a")
        parts.put([kept])
        for reader, wrap in [("seal:n", b"1"), ("seal:s", b"2"), ("seal:n", b"1")]:
            parts.wrap(kept.commitment, reader, wrap)
        found = parts.get(kept.commitment)
        assert found is not None
        assert {"seal:desk": b"wrap", "seal:n": b"1", "seal:s": b"2"} == found.wraps
        assert (kept.box, kept.own, kept.record) == (found.box, found.own, found.record)

    def test_no_wrap_is_lost_when_two_are_added_at_once(self, tmp_path: Path) -> None:
        """Wraps added from several threads are all there afterwards."""
        parts = self.opened(tmp_path)
        kept = shelf("a")
        parts.put([kept])
        readers = [f"seal:{n}" for n in range(24)]
        threads = [
            threading.Thread(target=parts.wrap, args=(kept.commitment, reader, b"w"))
            for reader in readers
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = parts.get(kept.commitment)
        assert found is not None
        assert {"seal:desk", *readers} == set(found.wraps)

    def test_an_erased_part_is_gone_and_stays_gone(self, tmp_path: Path) -> None:
        """Erasing, again erasing, and then granting leave nothing, and touch no other part."""
        parts = self.opened(tmp_path)
        gone, other = shelf("a"), shelf("b")
        parts.put([gone, other])
        for step in (parts.erase, parts.erase, lambda c: parts.wrap(c, "seal:n", b"1")):
            step(gone.commitment)
            assert parts.get(gone.commitment) is None
        parts.erase(shelf("never here").commitment)
        assert [other.commitment] == list(parts.commitments())
        parts.close()
        parts = self.opened(tmp_path, parts)
        assert (None, other) == (parts.get(gone.commitment), parts.get(other.commitment))

    def test_it_is_a_shelf_and_nothing_more(self) -> None:
        """Whatever is done in whatever order, it holds what a plain table would."""

        @settings(max_examples=15)
        @given(st.lists(st.tuples(st.sampled_from("pwe"), st.sampled_from("abc")), max_size=12))
        def law(steps: list[tuple[str, str]]) -> None:
            with TemporaryDirectory() as folder:
                parts, table = self.opened(Path(folder)), dict[str, Shelf]()
                for number, (what, name) in enumerate(steps):
                    _step(parts, table, what, shelf(name), f"seal:{number}")
                    assert table == {c: parts.get(c) for c in parts.commitments()}
                parts.close()

        law()


def _step(
    parts: PartStore, table: dict[str, Shelf], what: str, one: Shelf, reader: str
) -> None:
    """Do the same to the store and to a plain table."""
    if what == "p":
        parts.put([one])
        table.setdefault(one.commitment, structs.replace(one, wraps=dict(one.wraps)))
    elif what == "e":
        parts.erase(one.commitment)
        table.pop(one.commitment, None)
    else:
        parts.wrap(one.commitment, reader, b"w")
        if one.commitment in table:
            table[one.commitment].wraps[reader] = b"w"
