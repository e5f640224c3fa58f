"""From what everybody sees to what one reader may read.

The same reader serves the desk, a party and an outsider; they differ only in which wraps they can
open. What cannot be opened stays visible as the fact that something was entered, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from parley.errors import NotReadable, Refusal
from parley.ledger.admission import join_apart, open_statement, splice_apart
from parley.ledger.keys import KeyRing
from parley.ledger.log import Logged
from parley.ledger.sealing import Revealed, SealKey, open_box, reveal, unshelve
from parley.ledger.stores.port import Shelf
from parley.record.entry import Entry, Unread, trust_record
from parley.record.kinds import Record

Opener = Callable[[Shelf], bytes]
"""Gives the content key of a part, or refuses with NotReadable."""


class Source(Protocol):
    """Where a reader gets entries and parts from."""

    @property
    def size(self) -> int: ...

    @property
    def ring(self) -> KeyRing: ...

    def read(self, begin: int = 0, end: int | None = None) -> Iterator[Logged]: ...

    def part(self, commitment: str) -> Shelf | None: ...

    def is_erased(self, commitment: str) -> bool: ...

    def size_at(self, ms: int) -> int: ...


def desk_opener(shelf_key: bytes) -> Opener:
    """Opens with the desk's own wraps."""
    return lambda shelf: unshelve(shelf.own, shelf_key)


def actor_opener(shelf_key: bytes, names: Callable[[], Iterable[str]]) -> Opener:
    """Opens, with the desk's own wraps, only what was sealed for an actor: its keys by `names`.

    Whatever is not sealed for it is not touched at all.
    """

    def opener(shelf: Shelf) -> bytes:
        if shelf.wraps.keys().isdisjoint(names()):
            raise NotReadable("expected a part sealed for you, got one for others")
        return unshelve(shelf.own, shelf_key)

    return opener


def key_opener(seal: SealKey) -> Opener:
    """Opens what was wrapped for one key."""

    def opener(shelf: Shelf) -> bytes:
        wrap = shelf.wraps.get(seal.name)
        if wrap is None:
            raise NotReadable("expected a part sealed for you, got one for others")
        return seal.unwrap(wrap)

    return opener


def closed_opener(shelf: Shelf) -> bytes:
    """Opens nothing: what an outsider has."""
    raise NotReadable("expected a part sealed for you, got one for others")


class Reader:
    """One reader's book. With `check`, signatures inside sealed parts are verified again."""

    def __init__(self, source: Source, opener: Opener, *, check: bool = True) -> None:
        self._source, self._opener, self._check = source, opener, check

    def size(self) -> int:
        return self._source.size

    def size_at(self, ms: int) -> int:
        return self._source.size_at(ms)

    def entries(self, begin: int, end: int) -> Iterable[Entry]:
        return map(self.entry, self._source.read(begin, end))

    def reveal(self, logged: Logged, name: str) -> Revealed:
        """A sealed part with its salt: the proof, to anybody who holds the leaf, of what it says.

        NotReadable when it is sealed for others, erased, or not what the leaf committed to.
        """
        commitment = logged.payload.commit.get(name)
        shelf = self._source.part(commitment) if commitment else None
        if commitment is None or shelf is None:
            raise NotReadable(f"expected a part {name!r}, got none or an erased one")
        return reveal(name, shelf.box, self._opener(shelf), commitment)

    def entry(self, logged: Logged) -> Entry:
        """One entry, opened as far as this reader can."""
        if logged.payload.body:
            return self._open_entry(logged)
        author, body = self._closed_body(logged)
        return Entry(
            index=logged.index,
            rx=logged.rx,
            digest=logged.digest,
            author=author,
            body=body,
            late=logged.late,
        )

    def _open_entry(self, logged: Logged) -> Entry:
        payload, raw = logged.payload, bytes(logged.payload.body)
        key = self._source.ring.find(logged.keyid, logged.index)
        partly = False
        if payload.commit:
            content = self._content(payload.commit["apart"], "apart")
            partly = isinstance(content, Unread)
            if isinstance(content, bytes):
                raw = (join_apart if self._check else splice_apart)(raw, content)
        return Entry(
            index=logged.index,
            rx=logged.rx,
            digest=logged.digest,
            author=key.actor if key else None,
            body=trust_record(raw),
            late=logged.late,
            partly=partly,
        )

    def _closed_body(self, logged: Logged) -> tuple[str | None, Record | Unread]:
        content = self._content(logged.payload.commit["body"], "body")
        if isinstance(content, Unread):
            return None, content
        try:
            key, body = open_statement(
                content, logged.payload, self._source.ring, logged.index, check=self._check
            )
            return key.actor, trust_record(body)
        except Refusal:
            return None, Unread(why="not-signed-by-its-author")

    def _content(self, commitment: str, name: str) -> bytes | Unread:
        try:
            shelf = self._source.part(commitment)
            if shelf is None:
                return Unread(why="erased" if self._source.is_erased(commitment) else "missing")
            key = self._opener(shelf)
        except NotReadable:
            return Unread(why="sealed")
        try:
            return open_box(name, shelf.box, key, commitment)
        except NotReadable:
            return Unread(why="not-as-committed")


__all__ = [
    "Opener", "Reader", "Source", "actor_opener", "closed_opener", "desk_opener", "key_opener",
]  # fmt: skip
