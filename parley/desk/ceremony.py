"""Admitting somebody: their key, proof that they hold it, and who stands for it.

Before standing for anybody, hear their fingerprint from them over another line. That step is the
people's; the log only shows who took it upon themselves.

Where the keys lie on different machines, a request goes from hand to hand: its holder makes it
(`request_of`), others stand for it (`stand_for`), the desk enters it (`enter`).
Nothing in it is secret, and no step needs a key of anybody else's.
"""

from __future__ import annotations

from base64 import b64decode
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from parley.desk.acts.sending import Hand
from parley.desk.desk import Desk
from parley.desk.inward.dropping import AnsweredNo
from parley.desk.keyfile import KeyFile, fingerprint_words
from parley.desk.rules import DESK
from parley.errors import BadInput, NotFound, NotProven, WrongLog
from parley.ledger import Key, Receipt, read_regular
from parley.ledger.dsse import signed_by
from parley.ledger.keys import Use, key_name, possession_bytes
from parley.record.roster import ActorRegistered, KeyRegistered
from parley.record.values.refused import shown

_MOST: Final = 100_000


class KeyRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An actor's two public keys, with proof of possession and who stands for them.

    The sealing key is countersigned by the signing key, so that one fingerprint covers both.
    """

    v: Literal[1] = 1
    log: str
    sign: KeyRegistered
    seal: KeyRegistered

    @property
    def fingerprint(self) -> str:
        """What its holder reads out over another line."""
        return fingerprint_words(self.sign.key)

    @property
    def key(self) -> str:
        """The name of its signing key."""
        return key_name("sign", b64decode(self.sign.key))


def request_of(key: KeyFile, log: str) -> KeyRequest:
    """Ask to be admitted to a log under these keys."""
    seal = key.countersign(key.sealing(), log)
    return KeyRequest(log=log, sign=key.registration(log), seal=seal)


def write_request(request: KeyRequest) -> bytes:
    """A request as the file that goes from hand to hand."""
    return msgspec.json.format(msgspec.json.encode(request)) + b"\n"


def read_request(path: Path) -> KeyRequest:
    """A request from its file; refused unless its keys vouch for each other as they must."""
    at = str(path)
    if not path.is_file():
        raise NotFound("expected a key request, got no file", at=at)
    raw = read_regular(path, most=_MOST)
    try:
        found = msgspec.json.decode(raw, type=KeyRequest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadInput("expected a key request, got something else", at=at) from fault
    sign, seal = found.sign, found.seal
    alike = (sign.actor, sign.standing) == (seal.actor, seal.standing)
    if not alike or (sign.use, seal.use) != ("sign", "seal"):
        raise BadInput("expected a signing and a sealing key of one actor, got others", at=at)
    public = b64decode(sign.key)
    held = sign.possession or ""
    if not signed_by(public, possession_bytes(sign, found.log), b64decode(held)):
        raise NotProven("expected proof that its holder holds the key, got none", at=at)
    bound = possession_bytes(seal, found.log)
    own = (b64decode(c.signature) for c in seal.countersigned if c.key == found.key)
    if not any(signed_by(public, bound, one) for one in own):
        raise NotProven("expected its own key to stand for the sealing key, got none", at=at)
    return found


def check_heard(request: KeyRequest, heard: tuple[str, ...]) -> None:
    """Refuse a request whose fingerprint is not among those that were heard."""
    said = {"".join(one.split()).lower() for one in heard}
    if "".join(request.fingerprint.split()) not in said:
        raise NotProven(
            f"expected the fingerprint {request.sign.actor} read out to you, got another key",
            remedy="Do not stand for it. Ask again over another line than the request came by.",
        )


def stand_for(request: KeyRequest, voucher: KeyFile, *, heard: str) -> KeyRequest:
    """Countersign a request, whose fingerprint was heard from its holder over another line."""
    if voucher.key_name == request.key:
        raise BadInput("expected another key to stand for this one, got the key itself")
    check_heard(request, (heard,))
    if any(one.key == voucher.key_name for one in request.sign.countersigned):
        return request
    return replace(request, sign=voucher.countersign(request.sign, request.log))


def enter(home: Path, requests: tuple[KeyRequest, ...]) -> dict[str, bool]:
    """The desk enters the keys asked for; per actor, whether its signing key counts by now.

    Every request is judged before any is entered, and what was entered before is passed over, so
    that two first parties, or what was cut short, can be entered again. A signing key comes first,
    then the sealing keys of those that count.
    """
    with Desk(home, reading=True) as desk:
        for one in requests:
            _judge(desk, one)
    for one in requests:
        with Desk(home, reading=True) as desk:  # who counts now is known to a desk opened now
            _enter_key(desk, one)
    with Desk(home, reading=True) as desk:
        for one in requests:
            _enter_seal(desk, one)
        return {one.sign.actor: _counts(desk, one.key) for one in requests}


def _judge(desk: Desk, asked: KeyRequest) -> None:
    if asked.log != desk.log:
        raise WrongLog(f"expected a request for {desk.log}, got one for {shown(asked.log)}")
    ring = desk.view().ring
    if ring.ever(asked.key) is None:
        mine = ring.of(DESK, "sign", desk.size)
        ring.check(asked.sign, mine[0] if mine else None, desk.size)


def _enter_key(desk: Desk, asked: KeyRequest) -> None:
    ring, hand, actor = desk.view().ring, Hand(desk), asked.sign.actor
    if ring.ever(asked.key) is not None:
        return
    if ring.standing(actor) is None:
        record = ActorRegistered(actor=actor, name=actor, standing=asked.sign.standing)
        with suppress(AnsweredNo):  # entered when an earlier try was cut short
            hand.send(hand.draft(record))
    hand.send(hand.draft(asked.sign))


def _enter_seal(desk: Desk, asked: KeyRequest) -> None:
    known = desk.view().ring.ever(key_name("seal", b64decode(asked.seal.key)))
    if _counts(desk, asked.key) and known is None:
        hand = Hand(desk)
        hand.send(hand.draft(asked.seal))


def _counts(desk: Desk, name: str) -> bool:
    return desk.view().ring.find(name, desk.size) is not None


def keys_of(desk: Desk) -> tuple[Key, ...]:
    """Every key the log ever registered, per actor, those that ended included."""
    ring = desk.view().ring
    uses: tuple[Use, ...] = ("sign", "seal")
    found = (ring.ever(name) for actor in ring.actors() for use in uses
             for name in ring.names(actor, use))  # fmt: skip
    return tuple(one for one in found if one is not None)


def check_ending(desk: Desk, name: str, *, even_last: bool) -> None:
    """Refuse to end what is no key that counts, or the only signing key an actor has."""
    ring = desk.view().ring
    key = ring.find(name, desk.size)
    if key is None:
        raise NotFound(f"expected the name of a key that counts now, got {shown(name)}")
    last = key.use == "sign" and len(ring.of(key.actor, "sign", desk.size)) == 1
    if last and not even_last:
        raise BadInput(
            f"expected another signing key of {key.actor} that counts, got none: "
            "whoever ends its last key cannot come back under its name",
            remedy="Add --even-last if it must end all the same.",
        )


def found_together(desk: Desk, one: KeyFile, other: KeyFile) -> list[Receipt]:
    """Admit the first two parties: each stands for the other, and the desk enters both.

    Neither key counts until both registrations are logged, so that no party is ever admitted on
    the desk's word alone.
    """
    registrations = (
        other.countersign(one.registration(desk.log), desk.log),
        one.countersign(other.registration(desk.log), desk.log),
    )
    receipts = [_introduce(desk, one), _introduce(desk, other)]
    return receipts + [desk.act(registration) for registration in registrations]


def admit(desk: Desk, newcomer: KeyFile, *, voucher: KeyFile) -> list[Receipt]:
    """Admit somebody for whom a party or guarantor who is already in stands."""
    registration = voucher.countersign(newcomer.registration(desk.log), desk.log)
    return [_introduce(desk, newcomer), desk.act(registration)]


def _introduce(desk: Desk, who: KeyFile) -> Receipt:
    return desk.act(ActorRegistered(actor=who.actor, name=who.actor, standing=who.standing))
