"""Measure the reader and print what was found: `make bench-reading`.

The corpora and the scorers stand beside the checkout, in ../shared or where --shared says.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import runpy
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.machine import load
from benchmarks.reading import gold_score, gum, peers, speed
from benchmarks.reading.attribution import (
    Attribution,
    Drafted,
    Score,
    articles,
    drafted,
    scored,
)
from parley.reading import read
from parley.reading.files.batch import read_file

Article = tuple[str, str, list[Attribution]]
THRESHOLDS = (0.3, 0.8)


def main() -> None:
    """All figures of the reader, each beside what was promised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("..") / "shared")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if not (asked.shared / "data").is_dir():
        parser.error(f"expected the corpora in {asked.shared}, got none; --shared says where")
    console = Console(width=132, highlight=False)
    before = load()
    _seed(console, asked.shared)
    found = list(articles(asked.shared / "data" / "polnear-dev"))
    drafts = [drafted(read(text)) for _, text, _ in found]
    _polnear(console, found, drafts)
    _in_capitals(console, found)
    _official(console, asked.shared)
    _gum(console, asked.shared / "data" / "gum-news")
    _our_own(console)
    texts = [text for _, text, _ in found]
    _peers(console, found, texts)
    files = sorted((asked.shared / "data" / "polnear-dev" / "text").glob("*.txt"))
    pace = speed.measure(texts, files, rounds=asked.rounds)
    console.print(
        f"speed: {pace.by_processor:.0f} articles a second of one core ({pace.by_clock:.0f} by "
        f"the clock; "
        f"promised 100); two processes {pace.two:.2f} times one (promised 1.8); a million "
        f"characters in "
        f"{pace.megabyte:.1f} s; {pace.most_memory // 1024} MB at most"
    )
    console.print(f"load average, before and after: {before}; {load()}")


def _seed(console: Console, shared: Path) -> None:
    console.rule("the seed, by its own scorer")
    reading = read_file(shared / "cases" / "seed.txt")
    kept = Path("build") / "seed.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(msgspec.json.encode(reading))
    golden = shared / "cases" / "seed_claims.jsonl"
    console.print(_said_by(shared / "tools" / "score_seed.py", kept, golden))


def _official(console: Console, shared: Path) -> None:
    folder = shared / "data" / "polnear-dev"
    kept = Path("build") / "polnear.jsonl"
    with kept.open("wb") as out:
        for path in sorted((folder / "text").glob("*.txt")):
            out.write(msgspec.json.encode(read_file(path)) + b"\n")
    console.rule("the same, all articles, by the scorer of the corpus")
    console.print(_said_by(shared / "tools" / "score_attribution.py", kept, folder))


def _said_by(tool: Path, *arguments: Path) -> str:
    """What a scorer prints."""
    kept, sys.argv = sys.argv, [str(tool), *map(str, arguments)]
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            runpy.run_path(str(tool), run_name="__main__")
    finally:
        sys.argv = kept
    return said.getvalue().strip()


def _halves(found: Sequence[Article]) -> Iterator[tuple[str, range]]:
    yield "tuning half", range(0, len(found), 2)
    yield "held-out half", range(1, len(found), 2)
    yield "all", range(len(found))


def _polnear(console: Console, found: Sequence[Article], drafts: Sequence[list[Drafted]]) -> None:
    table = Table(title="PolNeAR, development articles", title_justify="left")
    for name in ("articles", "overlap", "P", "R", "F", "speech recall", "speaker right", "drafts"):
        table.add_column(name)
    for name, numbers in _halves(found):
        for threshold in THRESHOLDS:
            total = _total(found, drafts, numbers, threshold)
            table.add_row(
                f"{name} ({len(numbers)})", f">= {threshold}", f"{total.precision:.3f}",
                f"{total.recall:.3f}", f"{total.f:.3f}", f"{total.speech_recall:.3f}",
                f"{total.speakers:.3f}", str(total.predicted),
            )  # fmt: skip
    console.print(table)


def _in_capitals(console: Console, found: Sequence[Article]) -> None:
    """The same articles as a telex would print them."""
    loud = [drafted(read(_raised(text), language="en")) for _, text, _ in found]
    for threshold in THRESHOLDS:
        total = _total(found, loud, range(len(found)), threshold)
        console.print(
            f"the same in upper case, overlap >= {threshold}: P {total.precision:.3f} "
            f"R {total.recall:.3f} F {total.f:.3f}; speaker right {total.speakers:.3f}"
        )


def _raised(text: str) -> str:
    """In upper case, one for one: a letter whose capital is two stays small."""
    return "".join(up if len(up := letter.upper()) == 1 else letter for letter in text)


def _total(
    found: Sequence[Article], drafts: Sequence[list[Drafted]], numbers: range, threshold: float
) -> Score:
    total = Score()
    for number in numbers:
        total.add(scored(found[number][2], drafts[number], threshold))
    return total


def _gum(console: Console, folder: Path) -> None:
    units = gum.score(folder)
    console.print(
        f"GUM news: {units.gold} attribution units, recall {units.recall:.3f}; precision "
        f"{units.precision:.3f} of {units.clauses} drafts that report a clause, "
        f"{units.precision_of_all:.3f} of all {units.drafts} with a cue (a bare prototype: .60 "
        f"and .71)"
    )


def _our_own(console: Console) -> None:
    """The public test set, which stands in the checkout: right of asked, and the share."""
    totals = [gold_score.score(threshold) for threshold in THRESHOLDS]
    table = Table(title="Twenty reports of our own (tests/reading/gold)", title_justify="left")
    for name in ("measure", *(f"overlap >= {threshold}" for threshold in THRESHOLDS)):
        table.add_column(name)
    for name in sorted(key for key in totals[0] if f"{key} of" in totals[0]):
        table.add_row(
            name,
            *(
                f"{total[name]} of {total[f'{name} of']}: "
                f"{total[name] / max(1, total[f'{name} of']):.3f}"
                for total in totals
            ),
        )
    console.print(table)


def _peers(console: Console, found: Sequence[Article], texts: Sequence[str]) -> None:
    ran, could_not = peers.run(texts)
    for peer in ran:
        fs = [
            _total(found, peer.drafts, range(len(found)), threshold).f for threshold in THRESHOLDS
        ]
        console.print(
            f"peer: {peer.name}: F {fs[0]:.3f} and {fs[1]:.3f}, {peer.speed:.0f} articles a second"
        )
    for name, why in could_not:
        console.print(f"could not run: {name}: {why}")


if __name__ == "__main__":
    main()
