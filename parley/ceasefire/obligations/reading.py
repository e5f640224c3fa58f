"""A reading file: what people read out of entries that name no clause, in TOML or YAML.

A report that heavy weapons leave a road names no clause. A person reads it and writes down: row 14,
Russia, says that the government's pull-back was done. Accusations are written down beside, to be
answered from the record by counting.

    [[obligation]]
    clause = "sept.castello.government"
    act = "claimed_done"
    by = "russia"
    rows = [14]
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.ceasefire.obligations.words import Act, Influence, Word
from parley.ceasefire.said.file import Rows
from parley.ceasefire.text.lines import Path
from parley.ceasefire.text.plain import Plain
from parley.ceasefire.text.reading import read_as_at
from parley.ceasefire.text.terms import Terms
from parley.ceasefire.text.words import Written
from parley.errors import BadInput, expected
from parley.record.values.refused import shown
from parley.record.values.text import Id, Name, Prose
from parley.record.values.time import VagueTime

Entries = Annotated[tuple[int, ...], Meta(max_length=50, description="By entry.")]
RowNumbers = Annotated[tuple[int, ...], Meta(max_length=50, description="By line of a case.")]


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one statement says of one clause."""

    clause: Id
    act: Act
    by: Annotated[Name, Meta(description="Who says so: an actor, or as named.")]
    of: Annotated[Id | None, Meta(description="Whose obligation, if it says.")] = None
    said: Annotated[Written | None, Meta(description="When it was said.")] = None
    gist: Annotated[Prose | None, Meta(description="What it says, paraphrased.")] = None
    entries: Entries = ()
    rows: RowNumbers = ()


class InfluenceLine(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How far a speaker says that one actor influences another."""

    speaker: Name
    by: Name
    over: Name
    extent: Literal["controls", "influences", "doubtful", "none"]
    gist: Prose
    entries: Entries = ()
    rows: RowNumbers = ()


class Accusation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something said in general. The record answers it by counting, and nobody by yes or no."""

    id: Id
    by: Annotated[Name, Meta(description="Who says so.")]
    words: Annotated[Prose, Meta(description="What it says.")]
    about: Annotated[
        Literal["obligations", "messages"], Meta(description="What is to be counted.")
    ]
    of: Annotated[
        tuple[Id, ...], Meta(max_length=20, description="Whose; whom it vouches for comes with it.")
    ] = ()
    entries: Entries = ()
    rows: RowNumbers = ()


class ReadingFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole reading file. `case` is the shipped case whose rows the lines name."""

    id: Id
    title: Name
    case: Annotated[Id | None, Meta(description="A shipped case.")] = None
    obligation: Annotated[tuple[Line, ...], Meta(max_length=1000)] = ()
    influence: Annotated[tuple[InfluenceLine, ...], Meta(max_length=200)] = ()
    accusation: Annotated[tuple[Accusation, ...], Meta(max_length=200)] = ()


class Read(Struct, frozen=True, kw_only=True):
    """What a reading file comes to, entry by entry."""

    words: tuple[Word, ...] = ()
    influence: tuple[Influence, ...] = ()
    accusations: tuple[Accusation, ...] = ()

    def known_at(self, size: int | None) -> Read:
        """The same without what rests on entries that were not logged yet."""
        if size is None:
            return self
        return Read(
            words=tuple(one for one in self.words if max(one.entries) < size),
            influence=tuple(one for one in self.influence if max(one.entries) < size),
            accusations=tuple(one for one in self.accusations if max(one.entries) < size),
        )


def read_readings(plain: Plain, terms: Terms, rows: Rows | None = None) -> Read:
    """The readings of a file. `rows` says what the rows of a shipped case became."""
    file = read_as_at(ReadingFile, plain.value, plain, ())
    of = _Entries(plain, rows or {})
    return Read(
        words=tuple(
            _word(one, terms, of, ("obligation", n)) for n, one in enumerate(file.obligation)
        ),
        influence=tuple(
            Influence(
                entries=of.those(one.entries, one.rows, ("influence", n)), digest="", author=None,
                speaker=one.speaker, by=one.by, over=one.over, extent=one.extent,
                statement=one.gist,
            )
            for n, one in enumerate(file.influence)
        ),
        accusations=tuple(
            Accusation(
                id=one.id, by=one.by, words=one.words, about=one.about, of=one.of,
                entries=of.those(one.entries, one.rows, ("accusation", n)),
            )
            for n, one in enumerate(file.accusation)
        ),
    )  # fmt: skip


def _word(one: Line, terms: Terms, of: _Entries, path: Path) -> Word:
    clauses = terms.clauses.get(one.clause)
    if not clauses:
        raise expected("a clause of the arrangement", shown(one.clause), of.at((*path, "clause")))
    said = 0
    if one.said is not None:
        try:
            said = VagueTime.parse(one.said, zone=terms.zone).latest
        except BadInput as fault:
            raise BadInput(fault.sentence, at=of.at((*path, "said"))) from fault
    return Word(
        entries=of.those(one.entries, one.rows, path), digest="", author=None, clause=one.clause,
        instrument=clauses[0].instrument.id, act=one.act, by=one.by, statement=one.gist or "",
        said=said, reported=True, of=one.of,
    )  # fmt: skip


class _Entries:
    """Which entries a line rests on, or a refusal by its line."""

    def __init__(self, plain: Plain, rows: Rows) -> None:
        self._plain, self._rows = plain, rows

    def at(self, path: Path) -> str:
        """Where a part of the file stands."""
        return self._plain.where(path)

    def those(self, entries: tuple[int, ...], rows: tuple[int, ...], path: Path) -> tuple[int, ...]:
        unknown = [row for row in rows if row not in self._rows]
        if unknown:
            at = self.at((*path, "rows"))
            raise expected("a row that is in the record asked", str(unknown[0]), at)
        found = {*entries, *(entry for row in rows for entry in self._rows[row])}
        if not found:
            raise expected("an entry or a row it rests on", "none", self.at(path))
        return tuple(sorted(found))
