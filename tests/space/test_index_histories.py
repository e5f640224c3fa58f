"""Any history of the record gives the answers that going through a plain list gives, known when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from parley.record import correction
from parley.record.kinds import Record
from parley.space.index import Index
from parley.space.kernel import Engine
from tests.space.test_index import packed_again
from tests.space.test_index_record import amended, entry, found, name, recalled, site, withdrawn
from tests.space.worlds import both_engines

LAST = 99
HOURS = (5, 15)
ASKED = (0, 6, 16)
Kind: TypeAlias = Literal["site", "recalled", "withdrawn", "amended", "retracted"]
KINDS: st.SearchStrategy[Kind] = st.sampled_from(
    ("site", "site", "recalled", "withdrawn", "amended", "retracted")
)


class Said(Struct, frozen=True, kw_only=True):
    """One entry of a history, its place in it being its index."""

    kind: Kind
    by: str
    late: bool
    of: int
    other: int
    hour: int

    def body(self) -> Record:
        """The record it makes."""
        match self.kind:
            case "site":
                return site()
            case "recalled":
                return recalled(self.of)
            case "withdrawn":
                return withdrawn(self.of, self.hour)
            case "amended":
                return amended(self.of, self.other)
            case "retracted":
                return correction.Retracted(record=name(self.of), entry=self.of, why="an error")


SAID = st.builds(
    Said,
    kind=KINDS,
    by=st.sampled_from(("north", "north", "south")),
    late=st.integers(0, 5).map(lambda n: n == 0),
    of=st.integers(0, 9),
    other=st.integers(0, 9),
    hour=st.sampled_from(HOURS),
)
HISTORIES = st.lists(SAID, max_size=12)


def until(history: Sequence[Said], n: int) -> int:
    """The last hour in which notice `n` counts; -1 if it is over."""
    last = LAST
    for at, act in enumerate(history):
        told, own = history[n], act.by == history[n].by and act.of == n
        if act.kind == "site" or act.late or not own or undone(history, at):
            continue
        if act.kind == "withdrawn":
            last = min(last, act.hour)
        elif act.kind != "amended" or (
            n < act.other < len(history)
            and history[act.other].kind == "site"
            and history[act.other].by == told.by
        ):
            last = -1
    return last


def undone(history: Sequence[Said], at: int) -> bool:
    """Whether its author took back what was said at this place."""
    return any(
        later.kind == "retracted" and later.of == at and later.by == history[at].by
        and not later.late
        for later in history[at + 1 :]
    )  # fmt: skip


def by_list(history: Sequence[Said]) -> list[set[int]]:
    """What counts at every size of the record and from every hour on, by going through it all."""
    return [
        {
            n for n, said in enumerate(history[:known])
            if said.kind == "site" and until(history[:known], n) >= first
        }
        for known in range(len(history) + 1)
        for first in ASKED
    ]  # fmt: skip


def by_index(index: Index) -> list[set[int]]:
    """The same, asked of the index."""
    return [
        found(index, known, first=first) for known in range(index.size + 1) for first in ASKED
    ]


@both_engines
@settings(max_examples=30, deadline=None)
@given(history=HISTORIES, kept_at=st.integers(0, 12), packed_at=st.integers(0, 12))
def test_any_record_answers_as_a_list_would(
    using: Engine, history: list[Said], kept_at: int, packed_at: int
) -> None:
    """Notified, amended, withdrawn, recalled, taken back, late and by strangers; asked as known at
    every size; packed on the way, killed and restored from a snapshot of any age."""
    expected = by_list(history)
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "index")
        index = Index(using)
        for at, said in enumerate(history):
            if at == kept_at:
                index.snapshot(path)
            if at == packed_at:
                packed_again(index)
            index.step(entry(at, said.body(), said.by, late=said.late))
        assert expected == by_index(index)
        if kept_at < len(history):
            restored = Index.restore(path, using)
            assert kept_at == restored.size
            for at, said in enumerate(history[kept_at:], kept_at):
                restored.step(entry(at, said.body(), said.by, late=said.late))
            assert expected == by_index(restored)
