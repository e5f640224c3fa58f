"""`parley read`: text into draft claims. Each is for a person to confirm; none is a record."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.cli import printing
from parley.errors import expected
from parley.reading import Reading
from parley.reading.files.batch import files_in, read_all
from parley.reading.files.opening import opened


def read(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Text, HTML, PDF, .eml, or folders.")
    ],
    *,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One object a line; else indented.")
    ] = False,
    actors: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Names and whom they mean: name,actor.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Overrule the guess: en.")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="A second reader; text is sent there.")
    ] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="Which model of it.")] = "",
    releasable: Annotated[
        bool, typer.Option("--releasable", help="These documents may leave this machine.")
    ] = False,
    spacy: Annotated[
        str | None, typer.Option(metavar="NAME", help="A second reader: an installed pipeline.")
    ] = None,
    workers: Annotated[
        int, typer.Option(metavar="N", min=0, max=256, help="Processes; 0 is one a core.")
    ] = 0,
) -> None:
    """Draft claims from reports: who said what. For a person to confirm; never a record."""
    register = _register(actors) if actors else None
    total = sum(1 for _ in files_in(files))
    if total == 0:
        raise expected("a folder with text, HTML, PDF or e-mail in it", "none", str(files[0]))
    second = _second(endpoint, model=model, releasable=releasable, spacy=spacy)
    cores = workers or _cores()
    refused = 0
    out = sys.stdout
    with printing.progress("documents read", quiet=total == 1) as step:
        found = read_all(
            files_in(files), workers=min(cores, total) if total > 3 else 1, register=register,
            language=language,
        )  # fmt: skip
        for done, line in enumerate(_lines(found, jsonl), 1):
            out.write(line + "\n")
            step(done, total)
            refused += '"refused":' in line and _was_refused(line)
    if second is not None:
        # Beside the drafts of the rules, never merged with them: disagreement is shown.
        for path in files_in(files):
            for line in _lines(iter([msgspec.json.encode(second(path))]), jsonl):
                out.write(line + "\n")
    if refused:
        raise expected(
            f"{total} documents that can be read", f"{total - refused}; each of the others says why"
        )


def _second(
    endpoint: str | None, *, model: str, releasable: bool, spacy: str | None
) -> Callable[[Path], Reading] | None:
    """Another reader, where the operator names one; a key for it stands in PARLEY_ENDPOINT_KEY."""
    if endpoint and spacy:
        raise expected("one second reader", "two")
    if endpoint:
        from parley.reading.adapters.endpoint import Endpoint, read_by_endpoint

        where = Endpoint(endpoint, model, os.environ.get("PARLEY_ENDPOINT_KEY", ""))
        if not releasable:
            raise expected("--releasable beside --endpoint, because text is sent there", "none")
        return lambda path: read_by_endpoint(
            opened(path).text, where, document=str(path), releasable=releasable
        )
    if spacy:
        from parley.reading.adapters.spacy import pipeline, read_by_spacy

        nlp = pipeline(spacy)
        return lambda path: read_by_spacy(opened(path).text, nlp, name=spacy, document=str(path))
    return None


def _cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lines(found: Iterator[bytes], jsonl: bool) -> Iterator[str]:
    for one in found:
        yield (one if jsonl else msgspec.json.format(one, indent=2)).decode()


class _Refused(msgspec.Struct):
    refused: str = ""


def _was_refused(line: str) -> bool:
    return bool(msgspec.json.decode(line, type=_Refused).refused)


def _register(path: Path) -> dict[str, str]:
    """The desk's actors: two columns, a name and the actor it means."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [row for row in csv.reader(lines) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise expected(
            "a CSV file with names and actors", type(fault).__name__, str(path)
        ) from None
    short = next((number for number, row in enumerate(rows, 1) if len(row) < 2), None)
    if short is not None:
        raise expected("two columns, name and actor", "one", f"{path} row {short}")
    start = 1 if rows and rows[0][0].strip().casefold() in ("name", "alias") else 0
    return {row[0].strip(): row[1].strip() for row in rows[start:]}
