"""Every state of every addressee follows from entries, each from one that can be named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parley.channel import PROJECTION, State
from parley.channel.standing import Stand, inbox, outbox, statuses
from parley.fold import fold
from parley.record import alert, answer, dispatch, notice
from parley.record.entry import Entry
from tests.channel.lines import FIRST, OF, PHONE, STOP, T0, TOLD, Signed, histories, state_of
from tests.review.streams import DAY, MINUTE, START, digest_of

TRIED = dispatch.Attempted(of=OF, way="mail", to="duty-south")


def _stands(state: State, ms: int = T0) -> dict[str, Stand]:
    thread = state.thread(OF)
    assert thread is not None
    return {one.addressee: one for one in statuses(state, thread, ms)}


def _words(*later: Signed, ms: int = T0) -> dict[str, list[tuple[str, int]]]:
    """Each addressee's states, with the entry counted from the notice or alert."""
    found = _stands(state_of(*later), ms)
    return {
        who: [(one.word, one.entry - FIRST) for one in stand.statuses]
        for who, stand in found.items()
    }


@given(histories(), st.integers(0, 2000))
def test_every_state_names_an_entry_that_is_on_record(entries: list[Entry], minute: int) -> None:
    """The deciding entry is there, and as known before it the state was not shown."""
    ms = START + minute * MINUTE
    state = fold(PROJECTION, entries)
    for thread in state.threads:
        for stand in statuses(state, thread, ms):
            for one in stand.statuses:
                assert 0 <= one.entry <= entries[-1].index
                before = fold(PROJECTION, entries[: one.entry])
                known = before.thread(thread.of)
                shown = [] if known is None else statuses(before, known, ms)
                assert one not in [s for other in shown for s in other.statuses]


def test_dispatched_delivered_opened_and_answered_are_four_facts() -> None:
    """Each stands by itself with its own entry, and only for the addressee it reached."""
    found = _words(
        ("north", TOLD), ("desk", TRIED),
        ("desk", dispatch.Delivered(of=OF, way="mail", to="duty-south")),
        ("desk", dispatch.Opened(of=OF, way="in-app", to="south")),
        ("south", answer.Received(notice=OF, party="south")),
    )  # fmt: skip
    assert [("dispatched", 1), ("delivered", 2), ("opened", 3), ("received", 4)] == found["south"]
    assert [] == found["east"]


def test_the_steps_of_an_alert_stand_per_addressee() -> None:
    """Taken, read back, understood by the caller's word, order passed, halted, stood down."""
    found = _words(
        ("north", STOP),
        ("south", alert.Taken(alert=OF)),
        ("south", alert.ReadBack(alert=OF, understood="stop", confirmed=True)),
        ("north", alert.ReadBack(alert=OF, understood="stop", confirmed=True)),
        ("south", alert.OrderPassed(alert=OF)),
        ("south", alert.Halted(alert=OF)),
        ("north", alert.StoodDown(alert=OF)),
    )
    south = [("taken", 1), ("read back", 2), ("understood", 3), ("order passed", 4), ("halted", 5)]
    assert [*south, ("stood down", 6)] == found["south"]
    assert [("understood", 3), ("stood down", 6)] == found["east"]


def test_what_is_passed_on_is_marked_so() -> None:
    """A call the desk logged is South's answer only once South says so itself."""
    state = state_of(
        ("north", TOLD), ("desk", answer.Received(notice=OF, party="south", heard=PHONE))
    )
    assert [("received", True)] == [
        (one.word, one.passed_on) for one in _stands(state)["south"].statuses
    ]


def test_ended_and_expired_are_seen_by_everybody() -> None:
    """Withdrawn and recalled are different; a window that ended without either is expired."""
    for body, word in (
        (notice.Withdrawn(notice=OF, ended=DAY), "withdrawn"),
        (notice.Recalled(notice=OF, why="wrong"), "recalled"),
    ):
        found = _words(("north", TOLD), ("north", body), ms=DAY.latest + 1)
        assert {"south": [(word, 1)], "east": [(word, 1)]} == found
    assert [("expired", 0)] == _words(("north", TOLD), ms=DAY.latest + 1)["east"]
    assert [] == _words(("north", TOLD), ms=DAY.latest)["east"]


def test_an_inbox_holds_what_was_addressed_and_goes_on_page_by_page() -> None:
    """Newest first, only its own standing, and nothing that was sent to somebody else."""
    lake = replace(TOLD, to=("lake",))
    state = state_of(*[("north", TOLD), ("north", lake)] * 3)
    first = inbox(state, "south", T0, size=2)
    rest = inbox(state, "south", T0, before=first[-1].entry, size=2)
    assert [FIRST + 4, FIRST + 2, FIRST] == [one.entry for one in (*first, *rest)]
    assert all([stand.addressee for stand in one.stands] == ["south"] for one in first)
    assert 6 == len(outbox(state, "north", T0))
    assert () == outbox(state, "south", T0)
    assert digest_of(FIRST) == rest[-1].of
