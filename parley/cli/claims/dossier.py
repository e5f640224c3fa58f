"""`parley dossier`: one incident to hand over, with what anybody needs to check it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from parley.cli import printing
from parley.desk import audit
from parley.desk.desk import Desk
from parley.desk.review import review_of
from parley.errors import BadInput, DiskFailed
from parley.review.page import Review
from parley.web import review_html
from parley.web.anchors import entries_in
from parley.web.dossier.printed import review_pdf
from parley.web.dossier.translated import LANGUAGES

README = """This folder holds the review of one incident, and the record it rests on.

  review.html        the review as a page; it asks nobody for anything
  review.*.pdf       the same, to print, by language
  review.json        the same, for programs (parley schema review)
  record/            the whole log as plain files, with a proof for every entry named in the review
  SHA256SUMS         what each file of the review was when it was written

Ask the desk for the fingerprint of its log over another line, then check the record with
  parley verify record --trust FINGERPRINT
or with any program that knows C2SP tlog tiles and checkpoints. A review that somebody changed does
not change the record: each "entry 41" in it can be looked up there. Entries whose body is sealed
show from outside only that they exist, and when they were entered.
"""


def dossier(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new or empty folder.")],
    *,
    incident: Annotated[
        str, typer.Option(help="Which incident file; else the first one opened.")
    ] = "",
    language: Annotated[
        list[str] | None, typer.Option(metavar="en|ar", help="Of the PDF; may be repeated.")
    ] = None,
    known_at: Annotated[
        int | None,
        typer.Option("--as-known-at", metavar="N", min=0, help="As known at N entries."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Write an incident file to hand over: page, PDF, data, and the record to check it by."""
    _new(out)
    with Desk(folder, reading=True) as desk:
        review = review_of(desk.board, incident or None, known_at)
        named = sorted({n for n in entries_in(review) if n < desk.size})
        proofs = ",".join(map(str, named)) or "sample"
        with printing.progress("files of the record written", quiet=as_json) as step:
            audit.export(desk, out / "record", proofs=proofs, progress=step)
        fingerprint = desk.fingerprint
    files = written(review, tuple(language or LANGUAGES))
    for name, content in files.items():
        printing.write_file(out / name, content)
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    )
    printing.write_file(out / "SHA256SUMS", sums.encode())
    if as_json:
        printing.dump({"folder": str(out), "files": list(files), "fingerprint": fingerprint})
        return
    printing.say(f"The incident file is in {out}: {', '.join(files)}.")
    printing.say(f"Check its record with: parley verify {out / 'record'} --trust {fingerprint}")


def written(review: Review, languages: tuple[str, ...]) -> dict[str, bytes]:
    """The files of a review, by name; the same review gives the same bytes."""
    files = {
        "README.txt": README.encode(),
        "review.json": msgspec.json.format(msgspec.json.encode(review), indent=1) + b"\n",
        "review.html": review_html(review).encode(),
    }
    for language in dict.fromkeys(languages):
        files[f"review.{language}.pdf"] = review_pdf(review, language=language)
    return files


def _new(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        empty = not any(out.iterdir())
    except OSError as fault:
        raise DiskFailed(f"expected to make the folder, got: {fault.strerror}", at=str(out)) from (
            fault
        )
    if not empty:
        raise BadInput("expected a new or empty folder, got one with files", at=str(out))
