"""`parley watch`: the board in a terminal, and the loop that rings until somebody answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Annotated, Final

import typer
from msgspec import Struct

from parley.channel import PROJECTION
from parley.channel.wording.figures import clock, duration
from parley.cli import printing
from parley.desk.clock import Clock
from parley.desk.desk import Desk
from parley.desk.watch.opening import OnWatch, on_watch
from parley.desk.watch.running import run
from parley.desk.watch.screen import Line, Screen, screen
from parley.desk.watch.watching import Ticked
from parley.desk.ways.hub import Subscription
from parley.errors import InUse, NotFound, Refusal
from parley.web.visible import visible

_CLEAR: Final = "\x1b[H\x1b[2J"
_SETTLE_S: Final = 3.0
_AGAIN_S: Final = 1.0
_BESIDE: Final = "ANOTHER PROCESS IS AT WORK HERE. This board shows; it takes over when that ends."
_DESK: Final = "desk"


class Asked(Struct, frozen=True, kw_only=True):
    """How the board is to be shown, and when to end."""

    folder: Path
    zone: str
    call: str
    bells: bool
    once: bool
    until_quiet: bool


def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The desk's folder.")],
    *,
    once: Annotated[
        bool, typer.Option("--once", help="One tick: ring and enter what is due, then end.")
    ] = False,
    until_quiet: Annotated[
        bool, typer.Option("--until-quiet", help="End when nothing rings and no reply is due.")
    ] = False,
    zone: Annotated[str, typer.Option(help="The zone of the times, like Asia/Damascus.")] = "Z",
    call: Annotated[str, typer.Option(help="The desk's own number, said in every message.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Without the terminal's bell.")] = False,
) -> None:
    """Watch the desk: ring, repeat, climb the ladder, enter silence, until somebody answers."""
    asked = Asked(folder=folder, zone=zone, call=call, bells=not quiet, once=once,
                  until_quiet=until_quiet)  # fmt: skip
    if not (folder / "keys").is_dir():
        raise NotFound("expected a desk's folder, got none", at=str(folder))
    board, lost = Terminal(asked), Lost(Clock())
    while True:
        try:
            with on_watch(folder, zone=zone, call=call) as at_work:
                return _watched(asked, at_work, board, lost)
        except InUse as fault:
            if once:
                raise
            _beside(asked, board, lost, fault)
        except (Refusal, OSError) as fault:
            if once:
                raise
            board.lost(lost.since(), str(fault))
        Event().wait(_AGAIN_S)


class Lost:
    """Since when the record could not be read."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._since = clock, 0

    def since(self) -> int:
        """The moment it was lost; it counts from the first fault."""
        self._since = self._since or self._clock.now()
        return self._since

    def found(self) -> None:
        """It could be read."""
        self._since = 0


class Terminal:
    """A terminal that shows the newest board, and rings its bell for what is new and urgent."""

    def __init__(self, asked: Asked, write: Callable[[str], object] | None = None) -> None:
        self._asked, self._write = asked, write or _out
        self._lines: list[str] = []
        self._redraws = write is None and sys.stdout.isatty()

    def show(
        self, board: Screen, head: str, *, ring: bool = False, calls: bool = False
    ) -> None:
        """Show a board; where nothing can be redrawn, only what changed besides the clocks.

        `ring`: something urgent came. `calls`: an alert rings still, or nobody could be reached.
        """
        lines = [head, *lines_of(board, self._asked.zone)]
        bell = chr(7) if (ring or calls) and self._asked.bells else ""
        if self._redraws:
            self._write(_CLEAR + bell + "\n".join(lines) + "\n")
        elif (steady := [_unclocked(one) for one in lines[1:]]) != self._lines or ring:
            self._write(bell + "\n".join(lines) + "\n\n")
            self._lines = steady

    def lost(self, since_ms: int, why: str) -> None:
        """Never an old calm screen: say since when nothing is known, and why."""
        bell = chr(7) if self._asked.bells else ""
        self._lines = []
        self._write(
            (_CLEAR if self._redraws else "")
            + f"{bell}LINK LOST since {clock(since_ms, self._asked.zone)}. What was shown before "
            f"may not be so now. {visible(why)}\nRing by another line.\n"
        )


def _watched(asked: Asked, at_work: OnWatch, board: Terminal, lost: Lost) -> None:
    ending = Event()
    head = f"{at_work.desk.log}, watched here."

    with at_work.hub.subscribe(_DESK) as page:

        def after(ticked: Ticked) -> None:
            lost.found()
            shown = screen(ticked.state, ticked.ms, asked.zone)
            board.show(shown, head, ring=_urgent(page), calls=any(
                one.ringing or one.unreachable for one in shown.alarms
            ))  # fmt: skip
            if asked.once:
                ending.set()
            if asked.until_quiet and shown.quiet and not at_work.courier.outbox.waiting():
                ending.set()

        run(at_work.desk, at_work.watch, ending=ending, heart=at_work.heart, after=after)
        if asked.once:
            _carried(at_work)


def _urgent(page: Subscription) -> bool:
    """Whether something urgent came to the desk's own page since it was looked at."""
    return any(note.event is None or note.event.urgent for note in page.take(0))


def _carried(at_work: OnWatch) -> None:
    """Give what was posted a moment to leave; the rest lies in the queue for the next watch."""
    waiting = Event()
    for _ in range(round(_SETTLE_S * 20)):
        if not at_work.courier.outbox.waiting():
            break
        waiting.wait(0.05)
    left = at_work.courier.outbox.waiting()
    if left:
        printing.say(f"{left} messages wait in the queue and are tried again by the next watch.")


def _beside(asked: Asked, board: Terminal, lost: Lost, fault: InUse) -> None:
    """Show the record as it stands while another process writes it."""
    try:
        with Desk(asked.folder, reading=True) as desk:
            shown = screen(desk.board.state(PROJECTION), desk.clock.now(), asked.zone)
    except (Refusal, OSError) as gone:
        board.lost(lost.since(), str(gone))
        return
    lost.found()
    with suppress(BrokenPipeError):
        board.show(shown, f"{desk.log}. {_BESIDE} ({fault.sentence}.)")


def lines_of(board: Screen, zone: str) -> list[str]:
    """The board as lines: drills and floods, stop requests, then what is open by the time left."""
    at = clock(board.ms, zone)
    lines = [f"{at}  {board.open} clocks and ladders open"]
    lines += [visible(one) for one in (*board.drills, *board.floods)]
    if not board.alarms and not board.items:
        lines.append("Nothing registered here waits for an answer. This says nothing of what is "
                     "not registered.")  # fmt: skip
    for row in board.alarms:
        lines += _alarm(row, zone)
    for row in board.items:
        lines += _item(row, zone)
    lines += [f"soon: {one}" for one in board.soon]
    return lines


def _alarm(row: Line, zone: str) -> list[str]:
    drill = "EXERCISE EXERCISE " if row.exercise else ""
    state = "NOBODY COULD BE REACHED" if row.unreachable else row.word
    words = visible(row.what)[:160]
    return [
        f"{drill}!! {row.kind} entry {row.entry} to {row.party}: {duration(row.since_ms)} since it "
        f"was logged, {state}",
        f"   {words}",
        *_next(row, zone),
    ]


def _item(row: Line, zone: str) -> list[str]:
    drill = "EXERCISE EXERCISE " if row.exercise else ""
    if row.left_ms is None or row.due_ms is None:
        left = "no reply time runs"
    elif row.left_ms >= 0:
        left = f"{row.due_what} due in {duration(row.left_ms)}, at {clock(row.due_ms, zone)}"
    else:
        left = f"{row.due_what} OVERDUE by {duration(-row.left_ms)}"
    state = "NOBODY COULD BE REACHED" if row.unreachable else row.word
    first = (
        f"{drill}-- {row.kind} entry {row.entry} of {row.author} to {row.party}: {state}; {left}"
    )
    return [first, *_next(row, zone)]


def _next(row: Line, zone: str) -> list[str]:
    found = []
    if row.next_ring_ms is not None:
        found.append(f"   next rung: {row.next_to} at {clock(row.next_ring_ms, zone)}")
    if row.ladder and (row.ringing or row.unreachable):
        found.append(f"   {visible(row.ladder)}")
    return found


def _unclocked(line: str) -> str:
    """A line without its figures: what is left changes only when something happened."""
    return "".join(sign for sign in line if not sign.isdigit())


def _out(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
