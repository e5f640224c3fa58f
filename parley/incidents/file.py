"""An incident file: everything said about one incident, each on its own word. Nothing is merged."""

from __future__ import annotations

from msgspec import Struct

from parley.record.correction import Retracted
from parley.record.incident import (
    Alleged,
    Claimed,
    ConsequenceClaimed,
    EvidenceAdded,
    FindingProposed,
    Incident,
    Opened,
    Ruled,
    Upon,
)
from parley.record.readers.told import Told


class File(Struct, frozen=True, kw_only=True):
    """One incident by its identifier, kind by kind, each in the order it was entered."""

    of: str
    opened: tuple[Told[Opened], ...] = ()
    alleged: tuple[Told[Alleged], ...] = ()
    claims: tuple[Told[Claimed], ...] = ()
    consequences: tuple[Told[ConsequenceClaimed], ...] = ()
    evidence: tuple[Told[EvidenceAdded], ...] = ()
    findings: tuple[Told[FindingProposed], ...] = ()
    rulings: tuple[Told[Ruled], ...] = ()
    upon: tuple[Told[Upon], ...] = ()

    def everything(self) -> tuple[Told[Incident], ...]:
        """Every entry of this file, in order."""
        found: list[Told[Incident]] = [
            *self.opened,
            *self.alleged,
            *self.claims,
            *self.consequences,
            *self.evidence,
            *self.findings,
            *self.rulings,
            *self.upon,
        ]
        return tuple(sorted(found, key=lambda told: told.index))


class State(Struct, frozen=True, kw_only=True):
    """Every incident file in the order it was first mentioned, and what was taken back."""

    files: tuple[File, ...] = ()
    retractions: tuple[Told[Retracted], ...] = ()

    def file(self, incident_id: str) -> File | None:
        """One incident's file, by its identifier."""
        return next((file for file in self.files if file.of == incident_id), None)
