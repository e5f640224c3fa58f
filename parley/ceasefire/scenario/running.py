"""Run a scenario: what came out beside what had to, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from parley.ceasefire.finding.proposal import BasisFinding, Findings
from parley.ceasefire.finding.propose import propose
from parley.ceasefire.scenario.file import (
    ExpectedClock,
    ExpectedFinding,
    ExpectedObligation,
    Table,
)
from parley.ceasefire.scenario.world import World
from parley.ceasefire.text.lines import Path
from parley.record.values.finding import Value


class Compared(Struct, frozen=True, kw_only=True):
    """One expectation: what it is about, what had to come, what came, and its line."""

    what: str
    wanted: str
    got: str
    line: int

    @property
    def held(self) -> bool:
        """Whether it came out."""
        return self.wanted == self.got


class Outcome(Struct, frozen=True, kw_only=True):
    """What a scenario came to."""

    scenario: str
    title: str
    file: str
    compared: tuple[Compared, ...]

    @property
    def held(self) -> bool:
        """Whether everything came out, and anything was asked."""
        return bool(self.compared) and all(one.held for one in self.compared)


class Watches(Struct, frozen=True, kw_only=True):
    """Who can say how a clock or an obligation stands: the state in words, as `state` names it.

    `clock` gives the state, and clean days where `days` was asked for, as "met" or "met, 7 days".
    """

    clock: Callable[[World, ExpectedClock], str]
    obligation: Callable[[World, ExpectedObligation], str]


def _nobody(world: World, wanted: ExpectedClock | ExpectedObligation) -> str:
    return "nothing here can say"


NOBODY = Watches(clock=_nobody, obligation=_nobody)


def run(world: World, watches: Watches = NOBODY) -> Outcome:
    """Everything a scenario expects, compared with what comes out."""
    return Outcome(
        scenario=world.file.scenario.id,
        title=world.file.scenario.title,
        file=world.plain.file,
        compared=tuple(_compared(world, watches)),
    )


def diff(outcome: Outcome) -> tuple[str, ...]:
    """What did not come out, each with its line, what was wanted, and what came."""
    lines = []
    for one in outcome.compared:
        if not one.held:
            lines += [
                f"{outcome.file}, line {one.line}: {one.what}",
                f"  - wanted  {one.wanted}",
                f"  + got     {one.got}",
            ]
    if not outcome.compared:
        lines.append(f"{outcome.file}: nothing is expected, so nothing was shown")
    return tuple(lines)


def _compared(world: World, watches: Watches) -> Iterator[Compared]:
    expect = world.file.expect
    for n, finding in enumerate(expect.finding):
        yield from _finding(world, finding, ("expect", "finding", n))
    for n, clock in enumerate(expect.clock):
        wanted = clock.state if clock.days is None else f"{clock.state}, {clock.days} days"
        side = f"{clock.side}, {clock.policy}" if clock.policy else clock.side
        yield Compared(
            what=f"clock {clock.clock} ({side}) at {clock.at}", wanted=wanted,
            got=watches.clock(world, clock), line=world.plain.line(("expect", "clock", n)),
        )  # fmt: skip
    for n, duty in enumerate(expect.obligation):
        yield Compared(
            what=f"obligation {duty.clause}" + (f" at {duty.at}" if duty.at else ""),
            wanted=duty.state, got=watches.obligation(world, duty),
            line=world.plain.line(("expect", "obligation", n)),
        )  # fmt: skip


def _finding(world: World, wanted: ExpectedFinding, path: Path) -> Iterator[Compared]:
    found = propose(
        world.terms,
        world.events[wanted.event],
        world.known(wanted.known_at),
        known_at=wanted.known_at,
    )
    about = f"finding on {wanted.event}"
    if wanted.known_at is not None:
        about += f", as known at {wanted.known_at}"

    def line(*more: str) -> int:
        return world.plain.line((*path, *more))

    for field, table, basis in (
        ("effect", wanted.effect, found.first.effect),
        ("stated_intent", wanted.stated_intent, found.first.stated_intent),
    ):
        if table is not None:
            yield from _table(f"{about}, {basis.basis}", table, basis, line(field))
    yield from _around(about, wanted, found, line)


def _around(
    about: str, wanted: ExpectedFinding, found: Findings, line: Callable[..., int]
) -> Iterator[Compared]:
    if wanted.competing is not None:
        yield Compared(
            what=f"{about}: how many compete", wanted=str(wanted.competing),
            got=str(len(found.competing)), line=line("competing"),
        )  # fmt: skip
    if wanted.competing_effect is not None:
        yield Compared(
            what=f"{about}: what the competing ones say by effect",
            wanted=", ".join(wanted.competing_effect),
            got=", ".join(one.effect.value for one in found.competing),
            line=line("competing_effect"),
        )
    if wanted.rulings is not None:
        yield Compared(
            what=f"{about}: how many rulings stand", wanted=str(wanted.rulings),
            got=str(len(found.rulings)), line=line("rulings"),
        )  # fmt: skip


def _table(about: str, wanted: Value | Table, found: BasisFinding, line: int) -> Iterator[Compared]:
    table = wanted if isinstance(wanted, Table) else Table(value=wanted)
    yield Compared(what=about, wanted=table.value, got=found.value, line=line)
    got = {str(one.number): _word(one.says, one.answer) for one in found.answers}
    for number, answer in sorted(table.answers.items()):
        yield Compared(
            what=f"{about}: test {number}", wanted=answer, got=got.get(number, "no such test"),
            line=line,
        )  # fmt: skip
    for what, want, came in (
        ("clause", table.clause, found.clause),
        ("missing", _list(table.missing), _list([one.question for one in found.missing])),
        ("parts", _in_order(table.parts), _in_order([part.value for part in found.parts])),
        ("clashes", _pairs(table.clashes), _pairs(one.labels for one in found.clashes)),
    ):
        if want is not None:
            yield Compared(what=f"{about}: {what}", wanted=want, got=came or "none", line=line)
    aside = {one.clause: one.set_aside_by for one in found.beside}
    for clause, by in sorted(table.set_aside.items()):
        yield Compared(
            what=f"{about}: {clause} is set aside by", wanted=_list(by) or "",
            got=_list(aside.get(clause, ())) or "", line=line,
        )  # fmt: skip


def _word(says: str, answer: str) -> str:
    return says if says in ("exempt", "neither") else answer


def _list(words: Iterable[str] | None) -> str | None:
    return None if words is None else ", ".join(sorted(words)) or "none"


def _in_order(words: Iterable[str] | None) -> str | None:
    return None if words is None else ", ".join(words) or "none"


def _pairs(labels: Iterable[tuple[str, ...]] | None) -> str | None:
    return _list(None if labels is None else [" and ".join(sorted(one)) for one in labels])
