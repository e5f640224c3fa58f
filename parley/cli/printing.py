"""How answers look in a terminal, and as JSON. Nothing is decided here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from parley.desk.audit import Checked, Verified
from parley.desk.desk import Desk, EntryFacts
from parley.desk.replay import Replayed
from parley.errors import DiskFailed
from parley.record.entry import Entry, Unread
from parley.record.kinds import tag_of
from parley.record.values.time import iso

_WORDS = (
    "statement", "finding", "what", "text", "understood", "gist", "purpose", "reason", "remarks",
    "title", "name", "why", "list", "instrument", "key", "actor", "role",
)  # fmt: skip
_UNREAD = {
    "sealed": "sealed for others",
    "erased": "erased",
    "missing": "MISSING: no erasure is on record",
    "not-as-committed": "NOT what its leaf committed to",
    "not-signed-by-its-author": "NOT signed by the author it names",
}


class _Console(Console):
    """A console that lets the outermost door hear that whoever read it has left."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console() -> Console:
    """The terminal, or plain text where there is none."""
    return _Console(highlight=False, emoji=False, markup=False)


def say(text: str) -> None:
    """One line, as it is."""
    console().print(text, soft_wrap=True)


def alarm(text: str, *, bell: bool = True) -> None:
    """One line on standard error, at once, with the terminal's bell."""
    sys.stderr.write(f"{chr(7) if bell else ''}{text}\n")
    sys.stderr.flush()


def dump(value: object) -> None:
    """A struct or plain value as indented JSON on standard output."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def write_text(text: str) -> None:
    """A file as it stands, on standard output."""
    sys.stdout.write(text)


def write_file(path: Path, content: bytes) -> None:
    """Write a file somebody asked for, or say in words why not."""
    try:
        # For its owner alone: what is written here may have been sealed.
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(content)
    except OSError as fault:
        raise DiskFailed(f"expected to write the file, got: {fault.strerror}", at=str(path)) from (
            fault
        )


@contextmanager
def progress(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while something long runs; nothing where nobody watches."""
    screen = Console(stderr=True)
    if quiet or not screen.is_terminal:
        yield lambda done, of: None
        return
    columns = (TextColumn(what), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=screen, transient=True) as bars:
        bar = bars.add_task(what, total=None)
        yield lambda done, of: bars.update(bar, completed=done, total=of)


def founded(desk: Desk, *, as_json: bool) -> None:
    """A new desk: where it is, and the fingerprint others will ask for."""
    facts = {
        "folder": str(desk.home),
        "log": desk.log,
        "key": desk.verifier.vkey,
        "fingerprint": desk.fingerprint,
        "entries": desk.size,
    }
    _facts(facts, as_json=as_json)
    if not as_json:
        say("Read the fingerprint out to whoever will verify this log, over another line.")


def replayed(done: Replayed, desk: Desk, *, as_json: bool) -> None:
    """What a replay came to, with every row that could not be mapped."""
    if as_json:
        dump(done)
        return
    say(f"{done.rows} rows of {done.case} became {done.entries} entries in {desk.home}.")
    for row in done.unmapped:
        say(f"line {row.line} could not be mapped: {row.reason}")
    if not done.unmapped:
        say("Every row was mapped.")


def entries(desk: Desk, first: int, end: int, *, outsider: bool, as_json: bool) -> None:
    """Entries in order, one line each; as JSON one object a line."""
    book = desk.outsider() if outsider else desk.book
    found = book.entries(first, min(end, desk.size))
    if as_json:
        for entry in found:
            sys.stdout.write(msgspec.json.encode(entry).decode() + "\n")
        return
    screen = console()
    width = screen.width if screen.is_terminal else None  # a pipe has no edge to fit
    say(f"{'entry':>7}  {'logged':<24}  {'kind':<32}  {'by':<16}  what")
    for entry in found:
        kind, what = gist(entry)
        line = f"{entry.index:>7}  {iso(entry.rx):<24}  {kind:<32}  {entry.author or '?':<16}  "
        screen.print((line + what)[:width], soft_wrap=True)


def gist(entry: Entry) -> tuple[str, str]:
    """The kind of an entry and its first words, for a list."""
    body = entry.body
    if isinstance(body, Unread):
        return "something", _UNREAD[body.why]
    words = (getattr(body, field, None) for field in _WORDS)
    first = next((word for word in words if isinstance(word, str) and word), "")
    drill = "EXERCISE EXERCISE " if body.exercise else ""
    late = "LATE " if entry.late else ""
    return tag_of(body), drill + late + first.replace("\n", " ")[:160]


def entry(desk: Desk, index: int, *, as_json: bool) -> None:
    """One entry whole."""
    facts: EntryFacts = desk.facts(index)
    if as_json:
        dump(facts)
        return
    rows: dict[str, object] = {
        "entry": facts.entry.index,
        "logged": iso(facts.entry.rx),
        "author": facts.entry.author or "not to be known from outside",
        "digest": facts.entry.digest,
        "leaf": f"{facts.leaf_bytes} bytes, hash {facts.leaf_hash}",
        "seen": f"{facts.seen} entries by its author when it was signed",
        "sealed parts": ", ".join(facts.parts) or "none",
        "in checkpoint": f"{facts.checkpoint} entries",
    }
    _facts(rows, as_json=False)
    say("")
    say(msgspec.json.format(msgspec.json.encode(facts.entry.body), indent=2).decode())


def verified(found: Verified, *, as_json: bool) -> None:
    """What was shown."""
    if as_json:
        dump(found)
        return
    plain = {k: v for k, v in msgspec.structs.asdict(found).items() if v is not None}
    trusted = plain.pop("authenticated")
    _facts(plain, as_json=False)
    if trusted:
        say(f"It is the {found.what} of the log you trust, whole and unchanged.")


def exported(desk: Desk, out: Path, files: int, *, as_json: bool) -> None:
    """Where the export is, and how somebody else checks it."""
    facts = {"folder": str(out), "files": files, "entries": desk.size, "log": desk.log}
    _facts(facts | {"fingerprint": desk.fingerprint}, as_json=as_json)
    if not as_json:
        say(f"Check it with: parley verify {out} --trust {desk.fingerprint}")


def checked(found: Checked, *, as_json: bool) -> None:
    """What fsck found."""
    if as_json:
        dump(found)
        return
    plain = msgspec.structs.asdict(found)
    problems = plain.pop("problems")
    _facts(plain, as_json=False)
    for problem in problems:
        say(f"problem: {problem}")
    say("Problems were found." if problems else "The ledger is sound.")


def _facts(facts: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        dump(facts)
        return
    # One line each, however long: a key or fingerprint broken in two cannot be pasted.
    for name, value in facts.items():
        say(f"{name:<14}{value}")
