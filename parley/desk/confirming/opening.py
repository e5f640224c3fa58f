"""Documents into the queue: read from files, each with the text its offsets count in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from parley.desk.confirming.queue import Kept, Queue
from parley.errors import Refusal
from parley.reading import read
from parley.reading.files.opening import opened
from parley.reading.text.marks import whole
from parley.record.values.time import VagueTime


class Queued(Struct, frozen=True, kw_only=True):
    """One document: how many drafts it gave, or why it gave none."""

    document: str
    drafts: int = 0
    refused: str = ""


def queue_files(
    queue: Queue,
    paths: Iterable[Path],
    *,
    address: str = "",
    said: VagueTime | None = None,
    register: Mapping[str, str] | None = None,
) -> Iterator[Queued]:
    """Read documents and keep their drafts. One that cannot be read is named and stops nothing."""
    for path in paths:
        try:
            found = opened(path)
            reading = read(
                found.text, document=path.name, sha256=found.sha256, register=register
            )
            kept = Kept(
                reading=reading, text=whole(found.text), address=address or path.name, said=said
            )
            yield Queued(document=path.name, drafts=queue.add(kept))
        except Refusal as fault:
            yield Queued(document=path.name, refused=str(fault))
