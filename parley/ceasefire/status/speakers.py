"""Status, restraint and influence, speaker by speaker. Nobody's word is merged with another's."""

from __future__ import annotations

from msgspec import Struct

from parley.ceasefire.obligations.words import Heard, Influence, Restraint, Status


class Speaks(Struct, frozen=True, kw_only=True):
    """The last status a speaker stated by a moment, and its earlier ones, oldest first."""

    speaker: str
    status: str
    written: str
    statement: str
    entries: tuple[int, ...]
    before: tuple[tuple[str, int], ...] = ()


class Restrained(Struct, frozen=True, kw_only=True):
    """One restraint: who asked, who promised or refused, who says it was kept or broken.

    Each list holds the speaker and the entry. `contested`: some say kept and others say broken.
    """

    restraint: str
    of: str
    over: str | None
    statement: str
    asked: tuple[tuple[str, int], ...] = ()
    undertaken: tuple[tuple[str, int], ...] = ()
    refused: tuple[tuple[str, int], ...] = ()
    held: tuple[tuple[str, int], ...] = ()
    broken: tuple[tuple[str, int], ...] = ()

    @property
    def contested(self) -> bool:
        """Whether speakers say opposite things of it."""
        return bool(self.held and self.broken)


class Influenced(Struct, frozen=True, kw_only=True):
    """Who is said to influence whom, by each speaker in its own word."""

    by: str
    over: str
    said: tuple[tuple[str, str, tuple[int, ...]], ...]

    @property
    def contested(self) -> bool:
        """Whether speakers give different extents."""
        return len({extent for _, extent, _ in self.said}) > 1


def speakers(heard: Heard, at: int) -> tuple[Speaks, ...]:
    """Each speaker's last word by a moment, in the order they first spoke."""
    found: dict[str, list[Status]] = {}
    for one in heard.statuses:
        if one.said <= at and heard.counts(one):
            found.setdefault(one.speaker, []).append(one)
    return tuple(_speaks(sorted(said, key=lambda one: one.said)) for said in found.values())


def restraints(heard: Heard, at: int) -> tuple[Restrained, ...]:
    """Each restraint by a moment, act by act."""
    found: dict[str, list[Restraint]] = {}
    for one in heard.restraints:
        if one.said <= at and heard.counts(one):
            found.setdefault(one.restraint, []).append(one)
    return tuple(_restrained(name, acts) for name, acts in found.items())


def influences(heard: Heard, read: tuple[Influence, ...] = ()) -> tuple[Influenced, ...]:
    """Who is said to influence whom. A speaker's later word takes the place of its earlier one."""
    found: dict[tuple[str, str], dict[str, Influence]] = {}
    for one in (*heard.influence, *read):
        if heard.counts(one):
            found.setdefault((one.by, one.over), {})[one.speaker] = one
    return tuple(
        Influenced(
            by=by,
            over=over,
            said=tuple((one.speaker, one.extent, one.entries) for one in said.values()),
        )
        for (by, over), said in found.items()
    )


def _speaks(said: list[Status]) -> Speaks:
    last = said[-1]
    return Speaks(
        speaker=last.speaker,
        status=last.status,
        written=last.written,
        statement=last.statement,
        entries=last.entries,
        before=tuple((one.status, one.entries[0]) for one in said[:-1]),
    )


def _restrained(name: str, acts: list[Restraint]) -> Restrained:
    def those(act: str) -> tuple[tuple[str, int], ...]:
        return tuple((one.speaker, one.entries[0]) for one in acts if one.act == act)

    return Restrained(
        restraint=name,
        of=acts[0].of,
        over=acts[0].over,
        statement=acts[0].statement,
        asked=those("asked"),
        undertaken=those("undertaken"),
        refused=those("refused"),
        held=those("held"),
        broken=those("broken"),
    )
