"""Who is on duty in which role at a moment, and who is said to be out of reach.

Read from the record: duties assigned, watches handed over and taken over, availability stated. A
watch passes when the incoming officer takes it over; until then the outgoing one is rung.
"""

from __future__ import annotations

from msgspec import Struct

from parley.channel.thread import State
from parley.record import roster
from parley.record.readers.told import Told


class Officer(Struct, frozen=True, kw_only=True):
    """An officer on duty in a role, by number; how to ring stands in the duty, where it is told."""

    officer: str
    role: str
    until_ms: int
    duty: Told[roster.DutyAssigned] | None = None


class Reach(Struct, frozen=True, kw_only=True):
    """What the desk, or the party itself, says about whether it can be reached."""

    party: str
    speaker: str
    availability: str
    entry: int


class Rota:
    """The roster as known in one state; only what the desk or the role's own side entered."""

    def __init__(self, state: State) -> None:
        self.roles: dict[str, roster.RoleDefined] = {}
        self._duties: dict[str, list[Told[roster.DutyAssigned]]] = {}
        self._handed: dict[str, roster.DutyHandedOver] = {}
        self._taken: dict[str, list[roster.DutyTakenOver]] = {}
        self._reach: list[Told[roster.AvailabilityStated]] = []
        self._guarantors: dict[str, list[str]] = {}
        self._desk = state.desk
        for told in state.on_duty:
            if not told.late and state.gone(told) is None:
                self._take(told)

    def _take(self, told: Told[roster.RoleDefined | roster.GuaranteeStated | roster.DutyAssigned
                               | roster.DutyHandedOver | roster.DutyTakenOver
                               | roster.AvailabilityStated]) -> None:  # fmt: skip
        body = told.body
        if body.reported is not None or told.author is None:
            return
        match body:
            case roster.RoleDefined():
                if told.author in (self._desk, body.actor):
                    self.roles[body.role] = body
            case roster.GuaranteeStated():
                if told.author in (self._desk, body.guarantor):
                    self._guarantors.setdefault(body.party, []).append(body.guarantor)
            case roster.DutyAssigned():
                if self._may(told.author, body.role):
                    assigned = self._duties.setdefault(body.role, [])
                    assigned.append(
                        Told(index=told.index, rx=told.rx, digest=told.digest,
                             author=told.author, body=body, partly=told.partly)
                    )  # fmt: skip
            case roster.DutyHandedOver():
                if told.author in (self._desk, body.actor):
                    self._handed[told.digest] = body
            case roster.DutyTakenOver():
                handed = self._handed.get(body.handover)
                fits = handed is not None and (handed.role, handed.incoming) == (
                    body.role, body.officer,
                )  # fmt: skip
                if fits and told.author in (self._desk, body.actor):
                    self._taken.setdefault(body.role, []).append(body)
            case roster.AvailabilityStated():
                if told.author in (self._desk, body.party) and body.speaker == told.author:
                    self._reach.append(
                        Told(index=told.index, rx=told.rx, digest=told.digest,
                             author=told.author, body=body)
                    )  # fmt: skip

    def of(self, party: str, rank: str | None = None) -> tuple[str, ...]:
        """The roles of a party, of one rank or of any, in the order defined."""
        return tuple(
            role for role, body in self.roles.items()
            if body.actor == party and (rank is None or body.rank == rank)
        )  # fmt: skip

    def guarantors(self, party: str) -> tuple[str, ...]:
        """Who vouches for a party, in the order stated."""
        return tuple(dict.fromkeys(self._guarantors.get(party, ())))

    def on(self, role: str, ms: int) -> tuple[Officer, ...]:
        """Who is on duty in a role at a moment, after every watch that was taken over by then."""
        found: dict[str, Officer] = {}
        began: dict[str, int] = {}
        for told in self._duties.get(role, ()):
            window = told.body.window
            if window.earliest <= ms <= window.latest:
                officer = told.body.officer
                found[officer] = Officer(
                    officer=officer, role=role, until_ms=window.latest, duty=told
                )
                began[officer] = window.earliest
        for taken in sorted(self._taken.get(role, ()), key=lambda one: one.at.ms):
            out = self._handed[taken.handover].outgoing
            if out in found and began[out] <= taken.at.ms <= ms:
                until = found.pop(out).until_ms
                began[taken.officer] = taken.at.ms
                found[taken.officer] = Officer(
                    officer=taken.officer, role=role, until_ms=until,
                    duty=self._how(role, taken.officer),
                )  # fmt: skip
        return tuple(found.values())

    def reach(self, party: str, ms: int) -> tuple[Reach, ...]:
        """What is said at a moment about reaching a party: the desk's latest, then the party's."""
        latest: dict[str, Told[roster.AvailabilityStated]] = {}
        for told in self._reach:
            body = told.body
            if body.party == party and body.window.earliest <= ms <= body.window.latest:
                held = latest.get(body.speaker)
                if held is None or body.version >= held.body.version:
                    latest[body.speaker] = told
        return tuple(
            Reach(party=party, speaker=speaker, availability=told.body.availability,
                  entry=told.index)
            for speaker, told in sorted(latest.items(), key=lambda one: one[0] == party)
        )  # fmt: skip

    def _may(self, author: str | None, role: str) -> bool:
        body = self.roles.get(role)
        return author == self._desk or (body is not None and author == body.actor)

    def _how(self, role: str, officer: str) -> Told[roster.DutyAssigned] | None:
        """The latest duty that tells how to ring an officer."""
        told = (one for one in reversed(self._duties.get(role, ())) if one.body.officer == officer)
        return next(told, None)


def rota_of(state: State) -> Rota:
    """The roster as known in a state, worked out once for all who ask it."""
    kept = state.__dict__.get("_rota")
    if not isinstance(kept, Rota):
        kept = state.__dict__["_rota"] = Rota(state)
    return kept
