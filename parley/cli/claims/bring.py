"""`parley import`: incidents and evidence from other people's tables, each row on its own word."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from parley.cli import printing
from parley.desk.confirming.bringing import Brought, bring, counted
from parley.desk.desk import Desk
from parley.errors import NotFound, expected
from parley.exchange import FORMATS, Fault, Mapped, read_archived, read_events

ARCHIVED = "auto-archiver"
SHOWN = 20
"""So many faults are printed; the rest is counted."""


def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table.")],
    *,
    form: Annotated[
        str, typer.Option("--format", metavar="ucdp-ged|acled|auto-archiver", help="Which table.")
    ],
    edition: Annotated[
        str, typer.Option(help="The publisher's version of the data, like 24.1.")
    ] = "edition not told",
    incident: Annotated[
        str, typer.Option(help="For auto-archiver: the incident file it belongs to.")
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Read it and enter nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Enter it although it was brought before.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Enter a table of incidents or evidence. Rows that cannot be mapped are named, not dropped."""
    faults: list[Fault] = []

    def kept(fault: Fault) -> None:
        # Only as many as are shown: a million bad rows are counted, not held.
        if len(faults) < SHOWN:
            faults.append(fault)

    with _watched(file, quiet=as_json) as stream:
        rows = _rows(stream, form, edition, incident)
        if check:
            done = counted(rows, path=file, on_fault=kept)
        else:
            with Desk(folder) as desk:
                done = bring(desk, rows, path=file, on_fault=kept, again=again)
    _said(done, faults, check=check, as_json=as_json)


def _rows(stream: BinaryIO, form: str, edition: str, incident: str) -> Iterator[Mapped | Fault]:
    if form == ARCHIVED:
        if not incident:
            raise expected("the incident file the evidence belongs to", "none", "--incident")
        return read_archived(stream, incident=incident)
    layout = FORMATS.get(form)
    if layout is None:
        known = ", ".join([*FORMATS, ARCHIVED])
        raise expected(f"one of {known}", repr(form[:40]), "--format")
    return read_events(stream, layout, edition=edition)


@contextmanager
def _watched(path: Path, *, quiet: bool) -> Iterator[BinaryIO]:
    """The file, with a bar that follows how far it has been read."""
    try:
        stream = path.open("rb")
    except OSError as fault:
        raise NotFound(f"expected to read the file, got: {fault.strerror}", at=str(path)) from fault
    size = path.stat().st_size
    with printing.progress("of the file read", quiet=quiet) as step:
        with io.BufferedReader(_Followed(stream, lambda at: step(at, size)), 1 << 18) as followed:
            yield followed


class _Followed(io.RawIOBase):
    """A file that says how far it has come, each time more of it is asked for."""

    def __init__(self, stream: BinaryIO, step: Callable[[int], None]) -> None:
        self._stream, self._step, self._at = stream, step, 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]  # a buffer is enough
        got = self._stream.readinto(into)  # type: ignore[attr-defined]  # files have it
        self._at += got
        self._step(self._at)
        return int(got)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _said(done: Brought, faults: list[Fault], *, check: bool, as_json: bool) -> None:
    if as_json:
        printing.dump({"brought": done, "faults": faults})
    else:
        for fault in faults:
            printing.say(f"line {fault.line}: {fault.reason}")
        if done.faults > len(faults):
            printing.say(f"and {done.faults - len(faults)} more rows that could not be mapped")
        verb = "would become" if check else "became"
        printing.say(f"{done.rows} rows of {done.file} {verb} {done.entries} entries.")
    if done.faults:
        raise expected(f"{done.rows} rows that can be mapped", str(done.rows - done.faults))
