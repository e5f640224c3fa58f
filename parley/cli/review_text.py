"""The incident review in a terminal, or in a pipe: plain columns, words and shapes, no frames.

Colour is never used, and weight carries nothing that the words do not. Hidden characters are shown
by their code, so that no text from outside can act on the terminal (ECMA-48 control sequences).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from parley.review.page import (
    Account,
    Accounts,
    Contradictions,
    Line,
    Lines,
    Measures,
    NoticeRow,
    Notices,
    Review,
    Timeline,
    Topic,
    Topics,
)
from parley.web.chart import ChartRow, figures_chart
from parley.web.visible import visible

_INDENT = 2
_COLUMNS_FROM = 72
"""Narrower than this, figures stand in sentences."""
_DRAWN_FROM = 100
"""From this width on there is room for a drawing beside the figures."""


def print_review(review: Review, console: Console) -> None:
    """The review, in the order an investigator asks: what it rests on, what does not fit, how long,
    who was told, what happened when, how many died by whose word, how it is read, what is missing.
    """
    page = _Page(console)
    _head(page, review)
    _contradictions(page, review.contradictions)
    _measures(page, review.measures)
    _notices(page, review.notices)
    _timeline(page, review.timeline)
    _casualties(page, review.casualties)
    _accounts(page, review.consequences)
    _accounts(page, review.findings)
    _accounts(page, review.rulings)
    _lines(page, review.missing)
    left = (
        review.matrix, review.claims, review.series, review.places, review.assessments,
        review.ties, review.evidence, review.blocked, review.lessons, review.around,
    )  # fmt: skip
    page.blank()
    page.say(
        "Not printed here but on the page: "
        + "; ".join(f"{part.heading} ({len(part.rows)})" for part in left)
        + "."
    )


class _Page:
    """Columns of text at the width of the console."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.width = max(console.width, 40)

    def blank(self) -> None:
        self._console.print()

    def say(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """A paragraph, indented."""
        self.columns([("", indent), (text, self.width - indent)], style=style)

    def heading(self, text: str, note: str = "") -> None:
        """A heading over a line, and the sentence under it."""
        rule = "─" if self._console.is_terminal else "-"
        self.blank()
        self.say(text, style="bold")
        self._put(Text(rule * self.width, style="dim"))
        if note:
            self.say(note)

    def columns(self, cells: Sequence[tuple[str, int]], *, style: str = "") -> None:
        """Texts side by side, each wrapped to its width in cells of the terminal."""
        # One cell of the terminal stays free, or two full columns would touch.
        wrapped = [wrap(visible(text), width - 1) for text, width in cells]
        for lines in zip_longest(*wrapped, fillvalue=""):
            row = "".join(
                line + " " * (width - cell_len(line))
                for line, (_, width) in zip(lines, cells, strict=True)
            )
            self._put(Text(row.rstrip(" "), style=style))

    def _put(self, row: Text) -> None:
        self._console.print(row, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces, and inside a word only where it must be.

    Not rich's own wrapping, which also breaks at a no-break space and so parts "entry" from "41".
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if cell_len(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = chop_cells(word, max(width, 2)) or [""]
            lines.extend(full)
        lines.append(line)
    return lines


def _head(page: _Page, review: Review) -> None:
    if review.banner:
        page.say(review.banner, style="bold")
    page.say(review.title, style="bold")
    page.say(f"{review.when}   file {review.incident}".strip())
    page.blank()
    page.say(review.caution)
    page.say(_line(review.known_at))
    counted = (
        (review.contradictions.heading, len(review.contradictions.rows)),
        (review.measures.heading, len(review.measures.rows)),
        (review.missing.heading, len(review.missing.rows)),
    )
    page.blank()
    page.columns([("Rests on", 34), (f"{review.size} entries", page.width - 34)])
    for name, count in counted:
        page.columns([(name, 34), (str(count), page.width - 34)])


def _contradictions(page: _Page, part: Contradictions) -> None:
    page.heading(f"{part.heading} ({len(part.rows)})", part.note)
    for number, one in enumerate(part.rows, 1):
        page.blank()
        page.columns([(f"≠ {number}", 6), (f"{one.subject}: {one.label}", page.width - 6)])
        page.say(f"{one.text} {_refs(one.entries)}", indent=6)


def _measures(page: _Page, part: Measures) -> None:
    page.heading(f"{part.heading} ({len(part.rows)})", part.note)
    for one in part.rows:
        page.blank()
        page.say(one.name, style="bold")
        if one.begins or one.ends:
            page.say(f"from {one.begins} to {one.ends}", indent=_INDENT)
        page.say(f"{one.computed} {_refs(one.entries)}", indent=_INDENT)
        for told in one.accounts:
            between = f", from {told.begins} to {told.ends}" if told.begins or told.ends else ""
            words = f"{told.figure or told.text}{between}: {_by(told)}"
            page.columns([("", 2), ("●", 2), (words, page.width - 4)])


def _notices(page: _Page, part: Notices) -> None:
    page.heading(f"{part.heading} ({len(part.rows)})", part.note)
    for row in part.rows:
        page.blank()
        page.say(row.heading, style="bold")
        for name, lines in _of_notice(row):
            for number, line in enumerate(lines):
                label = "" if number else name
                page.columns([("", _INDENT), (label, 16), (line, page.width - 16 - _INDENT)])


def _of_notice(row: NoticeRow) -> Iterator[tuple[str, list[str]]]:
    yield "notice", [_account(row.notice)]
    yield "told, or tried", [_line(one) for one in row.told]
    yield "answers", [_account(one) for one in row.answers]
    yield "how it stands", [_line(one) for one in row.standing]
    yield "≠ competing", [_account(one) for one in row.disputed]


def _timeline(page: _Page, part: Timeline) -> None:
    """Grouped by event time as told; each row with its entry and the time it was entered."""
    page.heading(f"{part.heading} ({len(part.rows)})", part.note)
    for event_time, rows in groupby(part.rows, key=lambda row: row.event_time):
        page.blank()
        page.say(event_time or "no event time told", style="bold")
        for row in rows:
            words = f"{row.label}: {row.text} {_marks(row.marks)}"
            number = ", ".join(str(entry) for entry in row.entries)
            page.columns([(number, 6), (row.ledger_time, 23), (words.strip(), page.width - 29)])
            page.say(row.by, indent=29, style="dim")


def _casualties(page: _Page, part: Topics) -> None:
    page.heading(part.heading, part.note)
    for topic in part.rows:
        page.blank()
        _topic(page, topic)


def _topic(page: _Page, topic: Topic) -> None:
    chart = figures_chart(topic.accounts)
    if page.width < _COLUMNS_FROM:
        page.say(topic.heading, style="bold")
        for one in topic.accounts:
            page.say(f"{one.figure or one.text}: {_by(one)}", indent=_INDENT)
        return
    drawn = 40 if chart and page.width >= _DRAWN_FROM else 0
    figure = 32 if drawn else 28
    widths = (figure, 20, page.width - figure - 20 - drawn, drawn)
    axis = _axis(chart.ticks[0].text, chart.ticks[-1].text, drawn) if chart and drawn else ""
    titles = (topic.heading, "said", "on whose word", axis)
    page.columns(list(zip(titles, widths, strict=True)), style="bold")
    for number, one in enumerate(topic.accounts):
        drawing = _drawing(chart.rows[number], drawn) if chart and drawn else ""
        cells = (one.figure or one.text, one.said, _by(one, said=False), drawing)
        page.columns(list(zip(cells, widths, strict=True)))


def _axis(first: str, last: str, width: int) -> str:
    return first + last.rjust(width - 1 - len(first))


def _drawing(row: ChartRow, width: int) -> str:
    """The same marks as on the page: | an end, > or < an open one, * a single figure."""
    cells = [" "] * (width - 1)

    def at(percent: str) -> int:
        return min(int(float(percent.rstrip("%")) / 100 * (width - 1)), width - 2)

    if row.begin and row.end:
        first, last = at(row.begin), at(row.end)
        cells[first : last + 1] = "-" * (last + 1 - first)
        cells[first] = "<" if row.shape == "at-most" else "|"
        cells[last] = ">" if row.shape == "at-least" else "|"
    if row.dot:
        cells[at(row.dot)] = "*"
    # No-break spaces: this is a drawing, not words to be wrapped.
    return "".join(cells).rstrip().replace(" ", "\u00a0")


def _accounts(page: _Page, part: Accounts) -> None:
    page.heading(f"{part.heading} ({len(part.rows)})", part.note)
    for one in part.rows:
        page.columns([("", _INDENT), ("●", 2), (_account(one), page.width - 2 - _INDENT)])


def _lines(page: _Page, part: Lines) -> None:
    page.heading(f"{part.heading} ({len(part.rows)})", part.note)
    for one in part.rows:
        page.columns([("", _INDENT), ("□", 2), (_line(one), page.width - 2 - _INDENT)])


def _account(one: Account) -> str:
    stance = f"{one.stance}: " if one.stance else ""
    figure = f" ({one.figure})" if one.figure and one.figure not in one.text else ""
    return f"{stance}{one.text}{figure}: {_by(one)}"


def _by(one: Account, *, said: bool = True) -> str:
    when = f", {one.said}" if said and one.said else ""
    return f"{one.by}{when} {_marks(one.marks)}{_refs(one.entries)}"


def _line(one: Line) -> str:
    return f"{one.text} {_refs(one.entries)}".rstrip()


def _marks(marks: Iterable[str]) -> str:
    return "".join(f"[{mark}] " for mark in marks)


def _refs(entries: Sequence[int]) -> str:
    if not entries:
        return ""
    return f"[entr{'y' if len(entries) == 1 else 'ies'}\u00a0{_runs(entries)}]"


def _runs(entries: Sequence[int]) -> str:
    """The numbers, three or more that follow each other as "41-43"."""
    runs: list[list[int]] = []
    for entry in entries:
        if runs and entry == runs[-1][-1] + 1:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    words = [
        [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(entry) for entry in run] for run in runs
    ]
    return ", ".join(word for run in words for word in run)
