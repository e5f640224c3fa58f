"""Many files on all cores, in order, with as much memory as a few of them need."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

import msgspec

from parley.errors import NotFound, Refusal
from parley.reading.files.limits import bound_memory
from parley.reading.files.opening import SUFFIXES, opened
from parley.reading.output import Reading
from parley.reading.reading import PROVENANCE, READER, read

CHUNK = 8
"""Files to a worker at a time."""
AHEAD = 4
"""Chunks in flight for each worker; what is read ahead of whoever writes it down."""

Register = Mapping[str, str]


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those under the folders named, in order; no list of them is ever
    held.
    """
    for path in paths:
        if path.is_dir():
            yield from _under(path)
        elif path.exists():
            yield path
        else:
            raise NotFound("expected a file or a folder, got nothing of that name", at=str(path))


def _under(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _under(Path(entry.path))
        elif entry.is_file(follow_symlinks=False) and Path(entry.name).suffix.lower() in SUFFIXES:
            yield Path(entry.path)


def read_file(path: Path, register: Register | None = None, language: str | None = None) -> Reading:
    """Read one file. What cannot be opened is refused in the reading itself, by its reason."""
    try:
        found = opened(path)
    except Refusal as fault:
        return unread(str(path), str(fault))
    return read(
        found.text, document=str(path), sha256=found.sha256, register=register, language=language
    )


def unread(document: str, why: str) -> Reading:
    """The reading of a document that could not be read, with the sentence why."""
    return Reading(
        document=document, sha256="", language="undetermined", claims=(), terms=(), messages=(),
        events=(), reader=READER, provenance=PROVENANCE, chars=0, refused=why,
    )  # fmt: skip


def read_all(
    files: Iterable[Path],
    *,
    workers: int,
    register: Register | None = None,
    language: str | None = None,
) -> Iterator[bytes]:
    """One JSON object for each file, in the order given, read on so many processes.

    A worker that dies takes its chunk with it; the files of the chunk are then refused by name
    and the
    batch goes on.
    """
    if workers <= 1:
        for path in files:
            yield msgspec.json.encode(read_file(path, register, language))
        return
    stream = iter(files)
    pool = _pool(workers)
    flying: deque[tuple[list[Path], Future[list[bytes]]]] = deque()
    try:
        while True:
            while len(flying) < workers * AHEAD and (chunk := list(islice(stream, CHUNK))):
                flying.append((chunk, pool.submit(_read_chunk, chunk, register, language)))
            if not flying:
                return
            chunk, coming = flying.popleft()
            try:
                yield from coming.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                again = [chunk, *(other for other, _ in flying)]
                flying.clear()
                pool = _pool(workers)
                for other in again:
                    yield from _one_by_one(other, register, language)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=_context(), initializer=bound_memory)


def _context() -> BaseContext:
    """Workers are forked from a clean process that has the rules loaded, never from this one."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _read_chunk(paths: list[Path], register: Register | None, language: str | None) -> list[bytes]:
    return [msgspec.json.encode(read_file(path, register, language)) for path in paths]


def _one_by_one(
    paths: list[Path], register: Register | None, language: str | None
) -> Iterator[bytes]:
    """Each file in a process of its own, so that only the one at fault is lost."""
    for path in paths:
        with ProcessPoolExecutor(1, mp_context=_context(), initializer=bound_memory) as one:
            try:
                yield from one.submit(_read_chunk, [path], register, language).result()
            except BrokenProcessPool:
                why = f"expected to read {path}, got a reader that was stopped while reading it."
                yield msgspec.json.encode(unread(str(path), why))
