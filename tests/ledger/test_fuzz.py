"""Whatever is thrown at the gate only a refusal comes out, and the next good entry goes in."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import Refusal
from parley.record.log import Noted
from parley.record.roster import ActorRegistered
from tests.ledger.desks import Bench, Holder
from tests.ledger.forging import Closed, signed, submission, with_apart
from tests.ledger.test_admission import BODY, HERE
from tests.ledger.tlog.mutants import mutants

Json = Any
"""Plain JSON, changed at random; typed where it enters the ledger."""


@cache
def _desk() -> Bench:
    """One desk for a whole run: nothing that is refused may disturb what comes after it."""
    return Bench().found()


@cache
def _good() -> tuple[bytes, ...]:
    bench = _desk()
    return (
        bench.draft(ActorRegistered(actor="a", name="a", standing="other")).signed_by(bench.desk),
        bench.draft(Noted(text="sealed"), bench.south).signed_by(bench.north),
        with_apart(bench, BODY, HERE, bench.north),
    )


def _only_a_refusal(raw: bytes) -> None:
    """Submit, and look at what is left behind."""
    bench = _desk()
    size, refusal = bench.ledger.size, None
    try:
        index = bench.ledger.submit(raw).index
    except Refusal as fault:
        refusal, index = fault.sentence, size - 1
    assert refusal is None or refusal
    # What is not refused is an entry, or one that was there: only blanks around it had changed.
    assert bench.ledger.size in (size, index + 1)
    fresh = bench.draft(ActorRegistered(actor="b", name="b", standing="other"))
    last = bench.ledger.submit(fresh.signed_by(bench.desk)).index
    assert bench.ledger.size == last + 1


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused(raw: bytes) -> None:
    """Noise is no submission."""
    _only_a_refusal(raw)


@settings(max_examples=120)
@given(st.deferred(lambda: mutants(*_good())))
def test_changed_submissions_are_refused(raw: bytes) -> None:
    """Good submissions with pieces cut, doubled, exchanged or put in are refused or the same."""
    _only_a_refusal(raw)


_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@st.composite
def _changed(draw: st.DrawFn, whole: Json) -> Json:
    """The same JSON with a value somewhere in it replaced, removed, or put beside the others."""
    if isinstance(whole, dict) and whole and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(whole)))
        return whole | {name: draw(_changed(whole[name]))}
    if isinstance(whole, list) and whole and draw(st.booleans()):
        return [draw(_changed(whole[0])), *whole[1:]]
    if isinstance(whole, dict):
        name = draw(st.sampled_from([*sorted(whole), "extra"]))
        rest = {key: value for key, value in whole.items() if key != name}
        return rest if draw(st.booleans()) else rest | {name: draw(_values)}
    return draw(_values | st.sampled_from([whole, [whole], str(whole)]))


def _spelled(value: Json) -> bytes:
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def _payloads() -> list[Json]:
    """The payloads inside the good submissions, as plain JSON."""
    bench, found = _desk(), []
    for raw in _good():
        bench.ledger.submit(raw)
        found.append(json.loads(bench.last().leaf.envelope.payload))
    return found


@settings(max_examples=120)
@given(st.data())
def test_any_payload_that_is_well_signed_is_an_entry_or_refused(data: st.DataObject) -> None:
    """An author with a good key can send any JSON under its signature, and only refusals come."""
    payload = data.draw(_changed(data.draw(st.sampled_from(_payloads()))))
    _only_a_refusal(submission(signed(_spelled(payload), _desk().north)))


@settings(max_examples=120)
@given(st.data())
def test_any_statement_that_is_well_sealed_is_an_entry_or_refused(data: st.DataObject) -> None:
    """The same for what is sealed: the statement and the body in it can be any JSON at all."""
    bench = _desk()
    made = Closed(bench, Noted(text="sealed"), bench.north, bench.south)
    statement = _spelled(data.draw(_changed(json.loads(made.statement()))))
    forged = _Said(bench, statement)
    _only_a_refusal(forged.submission())


class _Said(Closed):
    """A sealed entry whose author signed exactly these bytes."""

    def __init__(self, bench: Bench, statement: bytes) -> None:
        super().__init__(bench, b"", bench.north, Holder("south"))
        self._statement = statement

    def statement(self) -> bytes:
        return self._statement


@settings(max_examples=100)
@given(st.data())
def test_anything_sealed_apart_is_a_place_or_refused(data: st.DataObject) -> None:
    """A sealed part beside an open body can hold any bytes or JSON."""
    bench = _desk()
    kept = data.draw(st.binary(max_size=40) | _changed(HERE).map(_spelled))
    body = data.draw(st.just(BODY) | _changed(json.loads(BODY)).map(_spelled))
    _only_a_refusal(with_apart(bench, body, kept, bench.north))


def test_after_all_of_this_the_log_verifies() -> None:
    """What got in among the noise is a log that an outsider can check."""
    assert _desk().ledger.size == _desk().verify().size
