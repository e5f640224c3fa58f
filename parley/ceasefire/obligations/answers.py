"""What the record says to "no obligation was met" and to "messages were left without response".

Each is answered by counting, with the entries, and never as true or false: a count of what is on
record is not a verdict, and what nobody entered may have happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from parley.ceasefire.obligations.holders import wards_of
from parley.ceasefire.obligations.reading import Accusation
from parley.ceasefire.obligations.standing import Standing
from parley.ceasefire.text.terms import Terms
from parley.channel import State as Threads
from parley.channel import counting, standings
from parley.channel.thread import Thread
from parley.record import alert, notice

NO_VERDICT = (
    "This counts what is on record. What nobody entered is not counted, and no count makes what "
    "was said true or false."
)
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("met", ("confirmed",)),
    ("claimed", ("claimed_done",)),
    ("disputed", ("disputed",)),
    ("breached", ("breached",)),
    ("lapsed", ("lapsed",)),
    ("unknown", ("open",)),
)


class Counted(Struct, frozen=True, kw_only=True):
    """One line of the answer: how many, which, and the entries."""

    word: str
    count: int
    which: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()


class Answered(Struct, frozen=True, kw_only=True):
    """An accusation and what was counted, of how many."""

    accusation: str
    by: str
    words: str
    entries: tuple[int, ...]
    about: str
    of: tuple[str, ...]
    total: int
    counted: tuple[Counted, ...]
    caution: str = NO_VERDICT


def answer(
    accusation: Accusation, terms: Terms, rows: Iterable[Standing], threads: Threads
) -> Answered:
    """What the record says to an accusation."""
    if accusation.about == "messages":
        return _messages(accusation, threads)
    return _obligations(accusation, terms, tuple(rows))


def _obligations(
    accusation: Accusation, terms: Terms, rows: Sequence[Standing]
) -> Answered:
    """The obligations of those accused and of whom they vouch for, by how they stand."""
    of = dict.fromkeys(accusation.of)
    of |= dict.fromkeys(ward for actor in accusation.of for ward in wards_of(actor, terms))
    ours = [row for row in rows if row.holder in of] if of else list(rows)
    return Answered(
        accusation=accusation.id,
        by=accusation.by,
        words=accusation.words,
        entries=accusation.entries,
        about="obligations",
        of=tuple(of),
        total=len(ours),
        counted=tuple(_group(word, [r for r in ours if r.state in states])
                      for word, states in _GROUPS),
    )  # fmt: skip


def _group(word: str, rows: Sequence[Standing]) -> Counted:
    return Counted(
        word=word,
        count=len(rows),
        which=tuple(f"{row.clause} ({row.holder or 'no holder named'})" for row in rows),
        entries=tuple(sorted({entry for row in rows for entry in row.entries})),
    )


def _messages(accusation: Accusation, threads: Threads) -> Answered:
    """Notices and alerts on record, by the best that is on record of an answer."""
    found: dict[str, list[Thread]] = {}
    total = 0
    for thread in threads.threads:
        if thread.head is None or thread.head.body.exercise:
            continue
        total += 1
        found.setdefault(_best(threads, thread), []).append(thread)
    counted = []
    for word in _ANSWERS:
        those = found.get(word, [])
        entries = [one.head.index for one in those if one.head is not None]
        kinds = Counter("notice" if isinstance(one.head and one.head.body, notice.Notice)
                        else "alert" for one in those)  # fmt: skip
        counted.append(Counted(
            word=word, count=len(those), entries=tuple(entries),
            which=tuple(f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in sorted(kinds.items())),
        ))  # fmt: skip
    return Answered(
        accusation=accusation.id, by=accusation.by, words=accusation.words,
        entries=accusation.entries, about="messages", of=accusation.of, total=total,
        counted=tuple(counted),
    )  # fmt: skip


_ANSWERS = ("answered", "only reported as answered", "no reply in time", "no answer on record")

_PICKED_UP = (alert.Taken, alert.ReadBack, alert.Halted)


def _best(threads: Threads, thread: Thread) -> str:
    """How far a message was answered, as its own addressees entered it, or as others report it."""
    given = standings(threads, thread)
    if any(one.facts and one.word != "no reply" for one in given):
        return "answered"
    if any(one.passed_on for one in given) or _taken(threads, thread):
        return "only reported as answered"
    return "no reply in time" if any(one.word == "no reply" for one in given) else _ANSWERS[-1]


def _taken(threads: Threads, thread: Thread) -> bool:
    """Whether somebody is on record as having picked an alert up, or read it back, or halted."""
    return any(isinstance(told.body, _PICKED_UP) for told in counting(threads, thread))
