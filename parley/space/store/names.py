"""Which digest is which entry, and whose: sorted columns for the many, a dictionary for the new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from parley.record.readers.told import Hand

NOBODY: Final = 2**32 - 1
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]


class Column(Struct, frozen=True, kw_only=True):
    """Many digests in order.

    `key` u64[n]: the first eight bytes, ascending; `rest` u64[n, 3]: the others; `entry` u32[n];
    `author` u32[n]: twice a place in `authors`, one more for a report that is passed on; or NOBODY.
    """

    key: U64
    rest: U64
    entry: U32
    author: U32
    authors: tuple[str, ...]

    def get(self, digest: str) -> Hand | None:
        """Whose the notice of this digest is."""
        whole = _words([digest])[0]
        at = int(np.searchsorted(self.key, whole[0]))
        # All 32 bytes, because eight of them can be made to collide by whoever wants to.
        while at < len(self.key) and self.key[at] == whole[0]:
            if (self.rest[at] == whole[1:]).all():
                by, entry = int(self.author[at]), int(self.entry[at])
                if by == NOBODY:
                    return Hand(entry, None)
                return Hand(entry, self.authors[by // 2], reported=by % 2 == 1)
            at += 1
        return None


def none() -> Column:
    """No digests."""
    return Column(
        key=np.zeros(0, np.uint64), rest=np.zeros((0, 3), np.uint64),
        entry=np.zeros(0, np.uint32), author=np.zeros(0, np.uint32), authors=(),
    )  # fmt: skip


def column(new: Mapping[str, Hand], old: Column) -> Column:
    """The old digests and the new ones, in order."""
    if not new:
        return old
    authors = dict.fromkeys(one.author for one in new.values() if one.author is not None)
    place = {author: at for at, author in enumerate(authors)}
    author = [
        NOBODY if one.author is None else 2 * place[one.author] + one.reported
        for one in new.values()
    ]
    whole = _words(new)
    order = np.argsort(whole[:, 0], kind="stable")
    fresh = Column(
        key=whole[order, 0], rest=whole[order, 1:],
        entry=np.array([one.entry for one in new.values()], np.uint32)[order],
        author=np.array(author, np.uint32)[order], authors=tuple(authors),
    )  # fmt: skip
    return merged(old, fresh)


def merged(old: Column, new: Column) -> Column:
    """Both, in order."""
    authors = {author: at for at, author in enumerate(dict.fromkeys(old.authors + new.authors))}
    place = np.array([authors[author] for author in new.authors] + [0], np.uint32)
    at = np.minimum(new.author // 2, len(new.authors))
    moved = np.where(new.author == NOBODY, NOBODY, 2 * place[at] + new.author % 2)
    key = np.concatenate([old.key, new.key])
    order = np.argsort(key, kind="stable")
    return Column(
        key=key[order],
        rest=np.concatenate([old.rest, new.rest])[order],
        entry=np.concatenate([old.entry, new.entry])[order],
        author=np.concatenate([old.author, moved.astype(np.uint32)])[order],
        authors=tuple(authors),
    )


def _words(digests: Iterable[str]) -> U64:
    """Digests as four numbers each."""
    plain = "".join(digest.removeprefix("sha256:") for digest in digests)
    return np.frombuffer(bytes.fromhex(plain), ">u8").astype(np.uint64).reshape(-1, 4)
