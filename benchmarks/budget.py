"""The table of last figures in BUDGET.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, Spread
from benchmarks.machine import Machine

BUDGET = Path(__file__).with_name("BUDGET.md")
_BEGIN, _END = "<!-- last figures: written by python -m benchmarks --write -->", "<!-- end -->"


def write_budget(found: Sequence[tuple[str, Sequence[Figure]]], machine: Machine) -> None:
    """Put the figures of a whole run where those of the last one stood."""
    text = BUDGET.read_text()
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise SystemExit(f"expected the two marks of the last figures, got none, at {BUDGET.name}")
    BUDGET.write_text(f"{before}{_BEGIN}\n\n{_tables(found, machine)}\n{_END}{after}")


def ratio_words(ratio: Spread | None) -> str:
    """A ratio as a median with the least and the greatest."""
    if ratio is None:
        return ""
    digits = 2 if ratio.most < 20 else 1
    least, middle, most = (
        f"{one:.{digits}f}" for one in (ratio.least, ratio.middle, ratio.most)
    )
    return f"{middle} ({least}-{most})"


def _tables(found: Sequence[tuple[str, Sequence[Figure]]], machine: Machine) -> str:
    lines = ["| measured on | |", "|---|---|"]
    lines += [f"| {what} | {words} |" for what, words in machine.lines()]
    for title, figures in found:
        lines += ["", f"**{title}**", ""]
        lines += ["| measure | ours | peer | ratio (least-most) | goal | met |"]
        lines += ["|---|---|---|---|---|---|", *map(_row, figures)]
    return "\n".join(lines) + "\n"


def _row(one: Figure) -> str:
    goal, met = (one.goal.words, "yes" if one.goal.met else "**no**") if one.goal else ("", "")
    cells = (one.measure, one.ours, one.peer, ratio_words(one.ratio), goal, met)
    return f"| {' | '.join(cells)} |"
