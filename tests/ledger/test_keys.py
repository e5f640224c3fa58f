"""A key is sound, new, and held by whoever registers it."""

from __future__ import annotations

from base64 import b64encode

import pytest
from msgspec import structs
from nacl.bindings import crypto_core_ed25519_add

from parley.errors import BadSignature, KeyRefused
from parley.record.log import Noted
from parley.record.roster import KeyRegistered, KeyRevoked, KeyRotated
from tests.ledger import weak_points
from tests.ledger.desks import Bench, Holder, countersigned
from tests.ledger.forging import Closed, refused, submission

WEAK = weak_points.listed("weak-ed25519")
SHARED = weak_points.listed("weak-x25519")
WEST = Holder("west")


def _register(bench: Bench, record: KeyRegistered, by: Holder | None = None) -> bytes:
    return bench.draft(record).signed_by(by or bench.desk)


def test_the_hostile_points_are_weak() -> None:
    """By slow arithmetic of our own: all eight torsion points, and nothing else, are listed."""
    assert all(map(weak_points.has_small_order, WEAK))
    assert 8 == len({weak_points.edwards(point) for point in WEAK})
    assert all(map(weak_points.shared_with_everybody, SHARED))
    assert not weak_points.has_small_order(WEST.public)
    assert not weak_points.shared_with_everybody(WEST.seal.public)


@pytest.mark.parametrize("point", WEAK, ids=bytes.hex)
def test_a_signing_key_that_verifies_anything_is_refused(point: bytes) -> None:
    """No point of small order becomes a key: not registered, not rotated to, not even for once."""
    bench = Bench().found()
    proof = b64encode(bytes([1]) + bytes(63)).decode()  # what a lax library verifies under it
    key = b64encode(point).decode()
    record = structs.replace(WEST.registration(bench.south), key=key, possession=proof)
    refused(bench, _register(bench, record), KeyRefused, "a sound key, got a weak one")
    rotation = structs.replace(WEST.rotation(bench.north), key=key, possession=proof)
    raw = bench.draft(rotation).signed_by(bench.north)
    refused(bench, raw, KeyRefused, "a sound key, got a weak one")
    made = Closed(bench, Noted(text="x"), bench.north)
    made.key = key
    commit, part = made.sealed()
    for signature in (bytes(64), bytes([1]) + bytes(63), point + bytes(32)):
        forged = structs.replace(made.envelope(commit), signature=signature)
        refused(bench, submission(forged, part), BadSignature, "the one-time key's signature")


@pytest.mark.parametrize("torsion", [p for p in WEAK[1:8]], ids=bytes.hex)
def test_a_signing_key_with_a_weak_part_is_refused(torsion: bytes) -> None:
    """A good key plus a point of small order has several spellings of one signature: refused."""
    bench = Bench().found()
    mixed = crypto_core_ed25519_add(WEST.public, torsion)
    record = structs.replace(
        WEST.registration(bench.south), key=b64encode(mixed).decode()
    )
    refused(bench, _register(bench, record), KeyRefused, "a sound key, got a weak one")


@pytest.mark.parametrize("point", SHARED, ids=bytes.hex)
def test_a_sealing_key_that_seals_nothing_is_refused(point: bytes) -> None:
    """What is sealed for a point of small order everybody can read: it becomes nobody's key."""
    bench = Bench().found()
    record = structs.replace(bench.north.sealing(), key=b64encode(point).decode())
    refused(bench, _register(bench, record, bench.north), KeyRefused, "a weak one")
    rotated = KeyRotated(old=bench.north.seal.name, key=record.key, nonce="0" * 64)
    raw = bench.draft(rotated).signed_by(bench.north)
    refused(bench, raw, KeyRefused, "a sound key, got a weak one")


@pytest.mark.parametrize(
    "changed",
    [
        {"possession": None},
        {"possession": b64encode(bytes(64)).decode()},
        {"nonce": "0" * 64},
        {"actor": "east"},
        {"standing": "guarantor"},
        {"quorum": 2},
        {"key": b64encode(Holder("east").public).decode()},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_key_is_registered_only_by_who_holds_it(bench: Bench, changed: dict[str, object]) -> None:
    """The holder's own signature covers key, actor, standing, quorum and nonce."""
    record = structs.replace(WEST.registration(), **changed)
    whole = countersigned(record, bench.south)
    refused(bench, _register(bench, whole), KeyRefused, "proof that the holder holds the new key")


def test_proof_made_for_another_log_is_no_proof(bench: Bench) -> None:
    """A registration or rotation copied from another log is refused."""
    copied = WEST.registration(bench.south, log="parley.example/other")
    refused(bench, _register(bench, copied), KeyRefused, "proof that the holder holds")
    rotation = WEST.rotation(bench.north, log="parley.example/other")
    raw = bench.draft(rotation).signed_by(bench.north)
    refused(bench, raw, KeyRefused, "proof that the holder holds the new key")


def test_a_key_is_registered_once(bench: Bench) -> None:
    """A key that the log has seen, counting or ended, is nobody's new key."""
    bench.act(bench.south, KeyRevoked(key=bench.south.seal.name, why="compromised"))
    for record, by in (
        (bench.north.registration(bench.south), bench.desk),
        (bench.south.sealing(), bench.south),
        (bench.north.sealing(), bench.south),
        (structs.replace(bench.south.sealing(), actor="north"), bench.north),
    ):
        refused(bench, _register(bench, record, by), KeyRefused, "a key new to this log")
