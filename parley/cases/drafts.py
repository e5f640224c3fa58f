"""Rows to drafts: every row becomes records, or a line number with the reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Digests

from msgspec import Struct

from parley.cases.filling import fill, refs_in, settle
from parley.cases.mapping import Annotation, Mapping, Template
from parley.cases.table import Fault, Row, fingerprint, rows_of
from parley.errors import BadInput, expected
from parley.record.entry import as_record
from parley.record.incident import Opened
from parley.record.kinds import Record, tag_of
from parley.record.values.canonical import Json

_NO_DIGEST = "sha256:" + 64 * "0"
_OPENED = tag_of(Opened)


class Draft(Struct, frozen=True, kw_only=True):
    """One record to be. It may need the digests of drafts before it, by their names."""

    name: str
    kind: str
    needs: tuple[str, ...]
    fields: dict[str, object]

    def record(self, digests: Digests[str, str]) -> Record:
        """The record, once the digests of the drafts it needs are known ("17.1" -> sha256:...)."""
        missing = [name for name in self.needs if name not in digests]
        if missing:
            raise expected(f"the digest of {missing[0]}", "none", f"draft {self.name}")
        return as_record(_plain(self.fields, digests))


class Mapped(Struct, frozen=True, kw_only=True):
    """A row that became one or more drafts, in the order they are to be entered."""

    line: int
    drafts: tuple[Draft, ...]


class Unmapped(Struct, frozen=True, kw_only=True):
    """A row that became nothing, and why."""

    line: int
    reason: str


class CaseImport(Struct, frozen=True, kw_only=True):
    """What a table came to. Every row of it stands in exactly one of the two lists."""

    rows: tuple[Mapped, ...]
    unmapped: tuple[Unmapped, ...]
    incidents: tuple[str, ...] = ()

    def drafts(self) -> Iterator[Draft]:
        """Every draft: enter one, keep its digest, make the next.

            for draft in imported.drafts():
                digests[draft.name] = enter(draft.record(digests))

        Incident files are opened first, in the case's order, so that no claim comes before its
        file; everything else follows in the order of the table.
        """
        every = [draft for row in self.rows for draft in row.drafts]
        opened = [draft for draft in every if draft.kind == _OPENED]
        yield from sorted(opened, key=self._place)
        yield from (draft for draft in every if draft.kind != _OPENED)

    def _place(self, draft: Draft) -> int:
        file = draft.fields.get("incident")
        return self.incidents.index(file) if file in self.incidents else len(self.incidents)


def read_rows(table: bytes, mapping: Mapping) -> CaseImport:
    """Map a table. A file that is no such table at all is refused as a whole."""
    reading = _Reading(mapping)
    for row in rows_of(table):
        reading.take(row)
    return reading.ended()


class _Reading:
    """One pass over a table. What a row refers to must stand before it."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._waiting = {annotation.fingerprint: annotation for annotation in mapping.row}
        self._of_line = {annotation.line: annotation for annotation in mapping.row}
        self._taken: dict[str, int] = {}
        self._changed: set[int] = set()
        self._named: set[str] = set()
        self._rows: list[Mapped] = []
        self._unmapped: list[Unmapped] = []

    def take(self, row: Row | Fault) -> None:
        if isinstance(row, Fault):
            self._unmapped.append(Unmapped(line=row.line, reason=row.reason))
            return
        try:
            self._rows.append(self._mapped(row))
        except BadInput as fault:
            self._unmapped.append(Unmapped(line=row.line, reason=str(fault)))

    def ended(self) -> CaseImport:
        """Annotations that met no row of theirs are reported too."""
        for annotation in self._waiting.values():
            if annotation.line not in self._changed:
                reason = "an annotation stands for this line, but no such row is in the table"
                self._unmapped.append(Unmapped(line=annotation.line, reason=reason))
        self._unmapped.sort(key=lambda unmapped: unmapped.line)
        return CaseImport(
            rows=tuple(self._rows),
            unmapped=tuple(self._unmapped),
            incidents=self._mapping.case.incidents,
        )

    def _mapped(self, row: Row) -> Mapped:
        if row.kind not in self._mapping.kind:
            self._waiting.pop(fingerprint(row), None)
            raise expected("a kind of row this case knows", repr(row.kind[:80]), "kind")
        annotation = self._annotation(row)
        drafts: list[Draft] = []
        names: set[str] = set()
        for nth, template in enumerate(annotation.record, start=1):
            draft = self._draft(row, annotation, template, f"{annotation.line}.{nth}")
            unknown = [name for name in draft.needs if name not in self._named | names]
            if unknown:
                raise expected("a reference to a record made before", "@" + unknown[0], draft.name)
            # Built once with a stand-in digest, so that a bad row is found at reading.
            draft.record(dict.fromkeys(draft.needs, _NO_DIGEST))
            names.add(draft.name)
            drafts.append(draft)
        self._named |= names
        return Mapped(line=row.line, drafts=tuple(drafts))

    def _annotation(self, row: Row) -> Annotation:
        found = fingerprint(row)
        annotation = self._waiting.pop(found, None)
        if annotation is not None:
            self._taken[found] = row.line
            return annotation
        if found in self._taken:
            raise expected("each row once", f"the row of line {self._taken[found]} again")
        stands = self._of_line.get(row.line)
        if stands is not None and stands.fingerprint in self._waiting:
            self._changed.add(row.line)
            raise expected(f"the row annotated as {stands.fingerprint}", f"a changed row, {found}")
        raise expected("an annotation for this row", "none")

    def _draft(self, row: Row, annotation: Annotation, template: Template, name: str) -> Draft:
        # A record that names a template or a kind of its own stands apart from the row's kind.
        own = "use" in template or "kind" in template
        chosen = template if own else {**self._mapping.kind[row.kind], **template}
        use = chosen.get("use")
        base = self._mapping.template[str(use)] if use is not None else {}
        merged = {key: value for key, value in {**base, **chosen}.items() if key != "use"}
        unnamed = self._mapping.case.unnamed
        fields = fill(merged, row, incident=annotation.file, unnamed=unnamed)
        return Draft(name=name, kind=str(fields["kind"]), needs=refs_in(fields), fields=fields)


def _plain(fields: dict[str, object], digests: Digests[str, str]) -> dict[str, Json]:
    return {key: settle(value, digests) for key, value in fields.items()}
