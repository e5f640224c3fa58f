"""Whom the ladder rings, and when: roles and deputies, officers on shift, heads and guarantors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.channel import PROJECTION, State, Thread
from parley.channel.ladder import (
    Plan,
    ladder_sentence,
    plan,
    plan_sentence,
    plans,
    rings_due,
    unreached,
)
from parley.fold import fold
from parley.record import alert, answer, dispatch, roster
from parley.record.entry import Entry
from parley.record.values.line import Rung, Way
from parley.record.values.time import Instant, VagueTime
from tests.channel.lines import (
    FIRST,
    LADDER,
    LINE,
    OF,
    ON,
    PHONE,
    STOP,
    T0,
    TOLD,
    Signed,
    histories,
    state_of,
)
from tests.review.streams import MINUTE, START, digest_of

SECOND = 1000


def _plan(state: State, seconds: int, party: str = "south") -> Plan:
    thread = state.thread(OF)
    assert thread is not None
    found = plan(state, thread, party, T0 + seconds * SECOND)
    assert found is not None
    return found


def _thread(state: State) -> Thread:
    thread = state.thread(OF)
    assert thread is not None
    return thread


def _tried(state: State, seconds: int) -> State:
    """The same record, with every ring that is due at a moment tried."""
    index = int.from_bytes(state.homes[-16:-8], "little") + 1
    made = [
        Entry(
            index=index + n, rx=T0 + seconds * SECOND, digest=digest_of(index + n), author="desk",
            body=dispatch.Attempted(
                of=ring.of, way="voice", to=ring.contact.to, rung=ring.rung, attempt=ring.attempt
            ),
        )
        for n, ring in enumerate(rings_due(state, T0 + seconds * SECOND))
    ]  # fmt: skip
    return fold(PROJECTION, made, since=state)


def test_a_ring_by_several_ways_is_one_ring_and_the_last_has_time_to_answer() -> None:
    """Three ways and a second try settle one ring; after a late last ring a minute is waited."""
    state = _state()
    ring = next(one for one in rings_due(state, T0) if one.party == "south")
    index = int.from_bytes(state.homes[-16:-8], "little") + 1
    ways: tuple[Way, ...] = ("mail", "voice", "text-message", "voice")
    made = [
        Entry(
            index=index + n, rx=T0 + n, digest=digest_of(index + n), author="desk",
            body=dispatch.Attempted(of=ring.of, way=way, to=ring.contact.to, rung=ring.rung,
                                    contact=f"by {way}", attempt=ring.attempt),
        )
        for n, way in enumerate(ways)
    ]  # fmt: skip
    rung = fold(PROJECTION, made, since=state)
    assert [] == [one for one in rings_due(rung, T0 + 4) if one.contact.to == ring.contact.to]
    second = [one for one in rings_due(rung, T0 + 30 * SECOND) if one.party == "south"]
    assert 2 == second[0].attempt
    late = _tried(_state(), 100_000)
    assert () == unreached(late, T0 + 100_059 * SECOND)
    assert unreached(late, T0 + 100_061 * SECOND)


def _assigned(role: str, officer: str) -> roster.DutyAssigned:
    return roster.DutyAssigned(role=role, officer=officer, window=ON)


def _state(*later: Signed) -> State:
    """A stop request to South and East, first of all."""
    return state_of(("north", STOP), *later)


def test_a_stop_request_rings_the_duty_role_at_once_and_climbs() -> None:
    """Duty at once, deputy after a minute, any officer, head, and the guarantor for it."""
    state = _state()
    whom: list[tuple[int, str]] = []
    for seconds in range(0, 900, 5):
        now = T0 + seconds * SECOND
        for ring in rings_due(state, now):
            if ring.party == "south":
                whom.append((seconds, ring.contact.to))
        state = _tried(state, seconds)
    assert [
        (0, "duty-south"), (30, "duty-south"), (60, "deputy-south"), (60, "duty-south"),
        (90, "deputy-south"), (120, "head-south"), (480, "duty-lake for south"),
        (600, "duty-lake for south"),
    ] == sorted(whom)  # fmt: skip


def test_a_rung_with_nobody_on_shift_makes_way() -> None:
    """Nobody is on the rota, so "any officer" rings nobody, and the head is rung in its place."""
    without = _plan(_state(), 0)
    assert [0, 60, 120, 120, 480] == [(one.begins_ms - T0) // SECOND for one in without.steps]
    with_officer = _plan(_state(("desk", _assigned("deputy-south", "officer-4"))), 0)
    assert [0, 60, 120, 240, 480] == [(one.begins_ms - T0) // SECOND for one in with_officer.steps]
    assert ("officer-4",) == with_officer.steps[2].contacts[0].officers


def test_who_is_said_to_be_out_of_reach_is_rung_all_the_same() -> None:
    """Availability brings later rungs forward; it takes no ring away from anybody."""
    away = roster.AvailabilityStated(
        party="south", speaker="desk", availability="unreachable", version=1, window=ON,
        statement="Its line is cut.",
    )  # fmt: skip
    usual, cut = _plan(_state(), 0), _plan(_state(("desk", away)), 0)
    assert {ring.contact.to for ring in usual.rings} < {ring.contact.to for ring in cut.rings}
    for one, other in zip(usual.steps, cut.steps, strict=True):
        assert other.begins_ms <= one.begins_ms
        assert [c.to for c in one.contacts] == [c.to for c in other.contacts]


@pytest.mark.parametrize(
    ("who", "body"),
    [("south", alert.Taken(alert=OF)), ("desk", alert.Taken(alert=OF, heard=PHONE))],
)
def test_an_answer_stops_its_own_ladder_only(who: str, body: alert.Taken) -> None:
    """South picks up, itself or by telephone, and waits for what it does next; East is rung on."""
    state = _state((who, body))
    assert "waiting" == _plan(state, 90).progress
    assert () == _plan(state, 90).rings
    assert "ringing" == _plan(state, 90, "east").progress
    assert {"east"} == {one.party for one in plans(state, T0 + 90 * SECOND)}


def test_picked_up_and_come_to_nothing_is_rung_again() -> None:
    """Five minutes after South took it, and nothing more, South is rung; not once it has halted."""
    line = replace(LINE, policies=())
    for last, rung in ((alert.Taken(alert=OF), True), (alert.Halted(alert=OF), False)):
        state = state_of(("north", STOP), ("south", last), line=line)
        taken = T0 + MINUTE
        before = [one.party for one in rings_due(state, taken + 299 * SECOND)]
        after = [one.party for one in rings_due(state, taken + 300 * SECOND)]
        assert "south" not in before
        assert rung == ("south" in after)


def test_a_name_nobody_registered_stops_nobodys_ladder() -> None:
    """The desk heard somebody; whose officer it was cannot be told, so both are rung on."""
    heard = replace(PHONE, from_="a voice")
    state = _state(("desk", alert.Taken(alert=OF, heard=heard)))
    assert {"south", "east"} == {one.party for one in plans(state, T0 + 90 * SECOND)}


def test_a_notice_rings_when_its_first_time_has_run_out() -> None:
    """Nothing rings before the receipt is due; then the ladder begins from its first rung."""
    state = state_of(("north", TOLD))
    assert () == rings_due(state, T0 + 899 * SECOND)
    assert {"duty-south", "east"} == {
        ring.contact.to for ring in rings_due(state, T0 + 900 * SECOND)
    }
    answered = state_of(("north", TOLD), ("south", answer.Received(notice=OF, party="south")))
    assert {"east"} == {ring.party for ring in rings_due(answered, T0 + 901 * SECOND)}


def test_nobody_reached_is_entered_once_and_only_after_the_whole_ladder() -> None:
    """The entry comes when every rung has rung its last and been waited for; then it is done."""
    state = _state()
    for seconds in range(0, 2000, 5):
        now = T0 + seconds * SECOND
        found = unreached(state, now)
        if found:
            break
        state = _tried(state, seconds)
    assert {"south", "east"} >= {one.record.to for one in found}
    assert now >= min(_plan(state, seconds, one.record.to).unreachable_ms for one in found)
    rung = _tried(state, 2000)
    last = max(_plan(rung, 2000, party).unreachable_ms for party in ("south", "east"))
    due = {one.record.to: one for one in unreached(rung, last + 1)}
    assert {"south", "east"} == set(due)
    index = 5000
    entered = [
        Entry(index=index + n, rx=last + 1, digest=digest_of(index + n), author="desk",
              body=one.record)
        for n, one in enumerate(due.values())
    ]  # fmt: skip
    after = fold(PROJECTION, entered, since=state)
    assert () == unreached(after, last + 10_000 * MINUTE)
    assert "unreachable" == _plan(after, 3000).progress


@given(histories(), st.integers(0, 600))
def test_a_ring_that_was_tried_is_not_due_again(entries: list[Entry], minute: int) -> None:
    """Trying every ring that is due leaves none due at that moment."""
    state = fold(PROJECTION, entries)
    now = max(START + minute * MINUTE, entries[-1].rx)
    index = entries[-1].index + 1
    found = rings_due(state, now)
    assert len({ring.key for ring in found}) == len(found)
    made = [
        Entry(index=index + n, rx=now, digest=digest_of(index + n), author="desk",
              body=dispatch.Attempted(of=ring.of, way="voice", to=ring.contact.to,
                                      rung=ring.rung, attempt=ring.attempt))
        for n, ring in enumerate(found)
    ]  # fmt: skip
    assert () == rings_due(fold(PROJECTION, made, since=state), now)


def test_a_watch_passes_when_it_is_taken_over() -> None:
    """Handed over, the outgoing officer is still rung; taken over, the incoming one is."""
    handed = roster.DutyHandedOver(
        actor="south", role="duty-south", outgoing="officer-1", incoming="officer-2",
        at=Instant(ms=START, zone="Z"),
    )  # fmt: skip
    taken = roster.DutyTakenOver(
        actor="south", handover=digest_of(FIRST + 2), role="duty-south", officer="officer-2",
        at=Instant(ms=T0, zone="Z"),
    )  # fmt: skip
    first: tuple[Signed, ...] = (("desk", _assigned("duty-south", "officer-1")), ("south", handed))
    assert ("officer-1",) == _plan(_state(*first), 0).rings[0].contact.officers
    passed = _state(*first, ("south", taken))
    assert ("officer-2",) == _plan(passed, 0).rings[0].contact.officers
    other = replace(taken, officer="officer-3")
    assert ("officer-1",) == _plan(_state(*first, ("south", other)), 0).rings[0].contact.officers
    borrowed = _state(*first, ("north", taken))
    assert ("officer-1",) == _plan(borrowed, 0).rings[0].contact.officers


def test_a_duty_that_somebody_else_entered_does_not_count() -> None:
    """North cannot put its own officer on South's watch."""
    state = _state(("north", _assigned("duty-south", "officer-66")))
    assert () == _plan(state, 0).rings[0].contact.officers


def test_a_duty_ends_with_its_window() -> None:
    """An officer whose shift is over is not rung as on duty."""
    window = VagueTime(
        earliest=START, latest=T0 + 59 * SECOND, written="early", precision="minute", zone="Z",
        lasting=True,
    )  # fmt: skip
    early = roster.DutyAssigned(role="duty-south", officer="officer-1", window=window)
    state = _state(("desk", early))
    assert ("officer-1",) == _plan(state, 59).steps[0].contacts[0].officers
    assert () == _plan(state, 60).steps[0].contacts[0].officers


def test_the_ladder_is_one_sentence() -> None:
    """Printed as one sentence with times, as agreed and as it runs."""
    assert (
        "The duty role at once, every 30 s up to 3 times; the deputy after 1 min, every 30 s up to "
        "2 times; any officer on shift after 2 min, every 1 min up to 2 times; the head after 4 min"
        "; the guarantor after 8 min, every 2 min up to 2 times; then it is entered that nobody "
        "could be reached." == ladder_sentence(LADDER)
    )
    state = _state(("desk", _assigned("duty-south", "officer-1")))
    said = plan_sentence(_plan(state, 0), "+03:00")
    assert 1 == said.count(".")
    for words in ("officer-1, try 1 of 3 (rung 1)", "South, deputy at 20:54:40 +03:00"):
        assert words in said
    assert "nobody is rung" in ladder_sentence(())
    assert "EXERCISE" in plan_sentence(_plan(state_of(("north", replace(STOP, exercise=True))), 0))


def test_without_any_line_a_stop_request_still_rings() -> None:
    """No ladder is agreed, no role is known: the addressee itself is rung, at once."""
    far = replace(STOP, to=("west",))
    state = state_of(("north", far))
    found = rings_due(state, T0)
    assert ["west"] == [ring.contact.to for ring in found]
    assert (
        Rung(to="duty", after_s=0, repeat_every_s=20, limit=6)
        == _plan(state, 0, "west").steps[0].rule
    )
