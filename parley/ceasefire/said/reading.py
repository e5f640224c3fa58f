"""Readings of an event: what its statements come to, and where they contradict each other.

The first reading takes each question's first answer, narrowed by every later one that lies within
it: that only fills an unknown. An answer that does not lie within it opens a competing reading,
which differs in that one question and in nothing else; the first stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from parley.ceasefire.said.event import Event, Said
from parley.ceasefire.text.words import BASES, Basis
from parley.record.values.place import Place
from parley.record.values.time import VagueTime

Relation = Literal["within", "same", "around", "apart"]
Same = Callable[[str, str], frozenset[str]]
"""Whom or what a word means, to a question: a name, by everybody who ever bore it."""


class Held(Struct, frozen=True, kw_only=True):
    """What is held to be the answer to one question, and the entries that say so."""

    says: tuple[str, ...] = ()
    when: VagueTime | None = None
    where: Place | None = None
    entries: tuple[int, ...] = ()


class Reading(Struct, frozen=True, kw_only=True):
    """One consistent reading. `differs` names the question a competing one answers otherwise."""

    held: dict[tuple[str, Basis], Held]
    differs: str = ""
    differs_by: tuple[int, ...] = ()

    def get(self, question: str, basis: Basis) -> Held | None:
        """The answer held on one basis."""
        return self.held.get((question, basis))


def readings(event: Event, meant: Same) -> tuple[Reading, tuple[Reading, ...]]:
    """The first reading of an event, and the competing ones in the order they were opened."""
    first: dict[tuple[str, Basis], Held] = {}
    others: list[tuple[Said, Held]] = []
    for said in event.said:
        new = Held(says=said.says, when=said.when, where=said.where, entries=said.entries)
        if not _taken(first, said, new, meant):
            _compete(others, said, new, meant)
    return Reading(held=first), tuple(_competing(first, others))


def _taken(
    first: dict[tuple[str, Basis], Held], said: Said, new: Held, meant: Same
) -> bool:
    """Take a statement into the first reading, on every basis it is about, or on none."""
    keys: list[tuple[str, Basis]] = [(said.question, basis) for basis in _about(said)]
    old = {key: first.get(key) for key in keys}
    how = {key: _relation(said.question, new, held, meant) for key, held in old.items()}
    if "apart" in how.values():
        return False
    for key, held in old.items():
        first[key] = new if held is None else _narrowed(held, new, how[key])
    return True


def _compete(
    others: list[tuple[Said, Held]], said: Said, new: Held, meant: Same
) -> None:
    """Add to the competing reading that says the same, or open one."""
    for at, (other, held) in enumerate(others):
        if other.question == said.question and other.basis == said.basis:
            if _relation(said.question, new, held, meant) in ("same", "around"):
                others[at] = other, _narrowed(held, new, "same")
                return
    others.append((said, new))


def _competing(
    first: dict[tuple[str, Basis], Held], others: list[tuple[Said, Held]]
) -> Iterator[Reading]:
    for said, held in others:
        instead = {(said.question, basis): held for basis in _about(said)}
        yield Reading(held=first | instead, differs=said.question, differs_by=held.entries)


def _about(said: Said) -> tuple[Basis, ...]:
    return BASES if said.basis is None else (said.basis,)


def _narrowed(held: Held, new: Held, how: Relation) -> Held:
    entries = tuple(dict.fromkeys((*held.entries, *new.entries)))
    return replace(new if how == "within" else held, entries=entries)


def _relation(question: str, new: Held, held: Held | None, meant: Same) -> Relation:
    """How a new answer lies to the one held."""
    if held is None:
        return "within"
    if new.when is not None and held.when is not None:
        return _times(new.when, held.when)
    if new.where is not None and held.where is not None:
        return _places(new.where, held.where)
    ours = frozenset[str]().union(*(meant(question, word) for word in new.says))
    theirs = frozenset[str]().union(*(meant(question, word) for word in held.says))
    if ours == theirs:
        return "same"
    return "within" if ours < theirs else "around" if ours > theirs else "apart"


def _times(new: VagueTime, held: VagueTime) -> Relation:
    if (new.earliest, new.latest) == (held.earliest, held.latest):
        return "same" if new.lasting == held.lasting or held.lasting else "within"
    if held.lasting:
        return "apart"  # it filled that time: a part of it is another event
    if held.earliest <= new.earliest and new.latest <= held.latest:
        return "within"
    if new.earliest <= held.earliest and held.latest <= new.latest and not new.lasting:
        return "around"
    return "apart"


def _places(new: Place, held: Place) -> Relation:
    if new.shape == held.shape:
        ours, theirs = new.uncertainty_cm, held.uncertainty_cm
        if ours == theirs:
            return "same"
        return "within" if theirs is None or (ours is not None and ours < theirs) else "around"
    if held.shape is None:
        return "within"
    return "around" if new.shape is None else "apart"
