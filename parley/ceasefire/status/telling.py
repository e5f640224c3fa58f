"""Clocks, obligations and speakers as plain lines, every one with the entries it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parley.ceasefire.clocks.face import Face, Hand, days_in_words
from parley.ceasefire.obligations.answers import Answered
from parley.ceasefire.obligations.milestones import Missing, Reached
from parley.ceasefire.obligations.standing import Standing
from parley.ceasefire.status.speakers import Influenced, Restrained, Speaks
from parley.ceasefire.status.whole import Whole
from parley.record.values.time import iso

COUNTED = (
    "Clean days are those that are certain; where doubt could make it more, both are given. "
    "No policy is preferred, and a count is no verdict."
)


def table(rows: Iterable[tuple[str, ...]], *, indent: str = "  ") -> Iterator[str]:
    """Rows as columns as wide as they need to be; the last column runs on."""
    every = [tuple(cell or "-" for cell in row) for row in rows]
    wide = [max(map(len, column)) for column in zip(*every, strict=True)][:-1] if every else []
    for row in every:
        cells = [cell.ljust(width) for cell, width in zip(row, wide, strict=False)]
        yield indent + "  ".join((*cells, row[-1])).rstrip()


def cited(entries: tuple[int, ...]) -> str:
    """The entries something rests on: "entry 19", "entries 49, 52, 53 and 3 more"."""
    if not entries:
        return ""
    told = ", ".join(map(str, entries[:4])) + (
        f" and {len(entries) - 4} more" if len(entries) > 4 else ""
    )
    return f"{'entry' if len(entries) == 1 else 'entries'} {told}"


def clock_lines(face: Face, zone: str) -> Iterator[str]:
    """One clock: the declared side, every policy, the gap, and what was declared."""
    clock = face.clock
    yield f"{clock.title} ({clock.hours} hours, {clock.id}), at {iso(face.at, zone)}"
    yield from table((
        ("side", "counts as", "state", "clean", "since", "what reset it"),
        *(_hand_row(hand, face, zone) for hand in face.hands),
    ))  # fmt: skip
    waits = face.declared.waits_for
    if waits:
        yield f"  It is not met before these are confirmed as well: {', '.join(waits)}."
    gaps = [f"{hand.policy} by {face.gap(hand)}" for hand in face.observed if face.gap(hand) > 0]
    if gaps:
        yield f"  Declared days ahead of observed ones: {', '.join(gaps)}."
    yield from _declared_lines(face, zone)


def _hand_row(hand: Hand, face: Face, zone: str) -> tuple[str, ...]:
    since = iso(_minute(hand.since), zone)[:16] if hand.since is not None else ""
    state = hand.state.replace("_", " ")
    if hand.met_at is not None and hand.state == "running":
        state += ", count reached"
    why = cited(hand.reset_by) + (f" ({hand.in_doubt})" if hand.in_doubt else "")
    return (hand.side, hand.title, state, days_in_words(hand), since, why)


def _declared_lines(face: Face, zone: str) -> Iterator[str]:
    for step in face.track.steps:
        said = step.declared
        by, at = ", ".join(said.by), _when(said.earliest, said.latest, zone)
        if step.moves == "waits":
            yield (f"  {by} declared it {said.act} {at} [entry {said.entry}]; "
                   f"{', '.join(step.waits_for)} did not say so.")  # fmt: skip
        elif step.moves == "aside":
            yield (f"  {by} declared it {said.act} {at} [entry {said.entry}], "
                   "and is not among those who decide.")  # fmt: skip
        else:
            yield f"  {by} declared it {said.act} {at} [{cited(step.entries)}]."
    epoch = face.track.at(face.at)
    if epoch is not None and epoch.end is None and epoch.runs_out is not None:
        if epoch.runs_out < face.at:
            ran = iso(epoch.runs_out, zone)
            yield f"  The last block on record ran out at {ran}; no later renewal is on record."


def obligation_lines(rows: Iterable[Standing]) -> Iterator[str]:
    """Every obligation of every holder: state, why, entries."""
    yield from table((
        ("clause", "holder", "state", "why", "rests on"),
        *((row.clause, row.holder or "not named", row.state.replace("_", " "), _why(row),
           cited(row.entries)) for row in rows),
    ))  # fmt: skip
    for row in rows:
        for aside in row.aside:
            act = aside.act.replace("_", " ")
            yield f"  Set aside: {aside.by} {act} {row.clause} [{cited(aside.entries)}]: " + (
                aside.why_not
            )


def _why(row: Standing) -> str:
    asks = f"; the text asks for the word of {' or '.join(row.asks)}" if row.asks else ""
    return row.because + asks


def milestone_lines(found: Iterable[Reached]) -> Iterator[str]:
    """Each milestone: its conditions hold, or those missing, and by which way of counting."""
    alike: dict[tuple[str, tuple[Missing, ...]], list[Reached]] = {}
    for one in found:
        alike.setdefault((one.title, one.missing), []).append(one)
    for (title, missing), hands in alike.items():
        under = ", ".join("as declared" if one.side == "declared" else one.policy for one in hands)
        yield f"  {title} ({under}): " + ("these are missing" if missing else "all conditions hold")
        yield from table(
            ((one.needs, one.because, cited(one.entries)) for one in missing), indent="    "
        )


def answer_lines(found: Answered) -> Iterator[str]:
    """What the record says to an accusation: counts, which, entries."""
    yield f"{found.by}: \"{found.words}\" [{cited(found.entries)}]"
    of = f" of {', '.join(found.of)}" if found.of else ""
    yield f"  On record: {found.total} {found.about}{of}."
    yield from table(
        (one.word, str(one.count), cited(one.entries), ", ".join(one.which))
        for one in found.counted
    )
    yield f"  {found.caution}"


def speaker_lines(found: Iterable[Speaks]) -> Iterator[str]:
    """Each speaker's last word, and how often it changed."""
    for one in found:
        before = f"; before that {', '.join(word for word, _ in one.before)}" if one.before else ""
        yield f"  {one.speaker}: {one.status} ({one.written}{before}) [{cited(one.entries)}]"


def restraint_lines(found: Iterable[Restrained]) -> Iterator[str]:
    """Each restraint, act by act, each with its speaker."""
    for one in found:
        over = f" over {one.over}" if one.over else ""
        acts = [
            f"{word} by {', '.join(f'{who} [entry {entry}]' for who, entry in said)}"
            for word, said in (("asked", one.asked), ("undertaken", one.undertaken),
                               ("refused", one.refused), ("said to be held", one.held),
                               ("said to be broken", one.broken))
            if said
        ]  # fmt: skip
        mark = "; contested" if one.contested else ""
        yield f"  {one.restraint}, of {one.of}{over}: {'; '.join(acts)}{mark}"


def influence_lines(found: Iterable[Influenced]) -> Iterator[str]:
    """Who is said to influence whom, by each speaker."""
    for one in found:
        said = "; ".join(f"{who} says {extent} [{cited(entries)}]"
                         for who, extent, entries in one.said)  # fmt: skip
        mark = "; contested" if one.contested else ""
        yield f"  {one.by} over {one.over}: {said}{mark}"


def status_lines(whole: Whole) -> Iterator[str]:
    """How each speaker says it stands, and what is on record beside that."""
    yield f"At {iso(whole.at, whole.zone)}, as known at {whole.known_at} entries"
    yield "Each speaker's own word:"
    yield from speaker_lines(whole.speakers) if whole.speakers else ("  nobody said anything",)
    yield "On record beside it:"
    yield from table((one.words, cited(one.entries)) for one in whole.because)
    for title, lines in (
        ("Milestones:", tuple(milestone_lines(whole.milestones))),
        ("Restraint:", tuple(restraint_lines(whole.restraints))),
        ("Influence, as each speaker has it:", tuple(influence_lines(whole.influence))),
    ):
        if lines:
            yield title
            yield from lines


def _when(earliest: int, latest: int, zone: str) -> str:
    first, last = iso(_minute(earliest), zone), iso(_minute(latest), zone)
    if earliest // 60_000 == latest // 60_000:
        return f"at {first}"
    return f"between {first} and {last}"


def _minute(ms: int | None) -> int:
    return (ms or 0) // 60_000 * 60_000
