"""An incident file: everything said about one incident, each on its own word. Nothing is merged."""

from __future__ import annotations

from msgspec import Struct

from parley.record import correction, incident
from parley.record.told import Told


class File(Struct, frozen=True, kw_only=True):
    """One incident by its identifier, kind by kind, each in the order it was entered."""

    of: str
    opened: tuple[Told[incident.Opened], ...] = ()
    alleged: tuple[Told[incident.Alleged], ...] = ()
    claims: tuple[Told[incident.Claimed], ...] = ()
    consequences: tuple[Told[incident.ConsequenceClaimed], ...] = ()
    evidence: tuple[Told[incident.EvidenceAdded], ...] = ()
    findings: tuple[Told[incident.FindingProposed], ...] = ()
    rulings: tuple[Told[incident.Ruled], ...] = ()

    def everything(self) -> tuple[Told[incident.Incident], ...]:
        """Every entry of this file, in order."""
        found: list[Told[incident.Incident]] = [
            *self.opened,
            *self.alleged,
            *self.claims,
            *self.consequences,
            *self.evidence,
            *self.findings,
            *self.rulings,
        ]
        return tuple(sorted(found, key=lambda told: told.index))


class State(Struct, frozen=True, kw_only=True):
    """Every incident file in the order it was first mentioned, and what was taken back."""

    files: tuple[File, ...] = ()
    retractions: tuple[Told[correction.Retracted], ...] = ()

    def file(self, incident_id: str) -> File | None:
        """One incident's file, by its identifier."""
        return next((file for file in self.files if file.of == incident_id), None)
