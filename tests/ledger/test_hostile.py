"""Every spelling of an envelope but one is refused where it enters, and in words.

Each file in `hostile/` is named for what is wrong in it. A `payload-` file is signed as it is, by a
key that counts; an `envelope-` file is filled in around a good payload with its good signature.
The table says where and how the refusal points. A file without a line here fails, and so does a
line without a file.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from parley.errors import BadInput, BadSignature, NotProven, Refusal, WrongLog
from parley.ledger import read_receipt, write_receipt
from parley.ledger.leaf import read_leaf
from tests.ledger.desks import Bench
from tests.ledger.forging import refused, signed, submission

HOSTILE = Path(__file__).parent / "hostile"
# The root at size 0 is the same in every log, so these bytes are of this log's past for ever.
GOOD = (
    b'{"body":{"actor":"a","kind":"roster.actor_registered","name":"nn???","standing":"other"},'
    b'"log":"parley.example/test-desk","nonce":"AAAAAAAAAAAAAAAAAAAAAA==",'
    b'"seen":{"root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","size":0}}'
)

REFUSED: dict[str, tuple[type[Refusal], str, str]] = {
    "envelope-another-type": (
        BadInput, "$.env.payloadType", "application/vnd.parley.entry+json;v=1",
    ),
    "envelope-blanks-between": (BadInput, "$", "the canonical spelling of the envelope"),
    "envelope-keyid-escaped": (BadInput, "$", "the canonical spelling of the envelope"),
    "envelope-keyid-null": (BadInput, "", "Expected `str`, got `null`"),
    "envelope-keyid-with-a-lone-surrogate": (BadInput, "", "JSON is malformed"),
    "envelope-keys-out-of-order": (BadInput, "$", "the canonical spelling of the envelope"),
    "envelope-list": (BadInput, "", "Expected `object`, got `array`"),
    "envelope-no-signatures": (BadInput, "", "Expected `array` of length 1"),
    "envelope-no-type": (BadInput, "", "Object missing required field `payloadType`"),
    "envelope-null": (BadInput, "", "Expected `object`, got `null`"),
    "envelope-payload-as-json": (BadInput, "", "Expected `str`, got `object`"),
    "envelope-payload-in-url-letters": (BadInput, "$.payload", "base64"),
    "envelope-payload-not-in-base64": (BadInput, "$.payload", "base64"),
    "envelope-payload-twice": (BadInput, "$", "the canonical spelling of the envelope"),
    "envelope-payload-with-newline": (BadInput, "$.payload", "base64"),
    "envelope-payload-without-padding": (BadInput, "$.payload", "base64"),
    "envelope-signature-in-hex": (BadSignature, "", "north's signature"),
    "envelope-signature-missing": (BadInput, "", "Object missing required field `sig`"),
    "envelope-signature-null": (BadInput, "", "Expected `str`, got `null`"),
    "envelope-signature-without-padding": (BadInput, "$.signatures[0].sig", "base64"),
    "envelope-signatures-not-in-a-list": (BadInput, "", "Expected `array`, got `object`"),
    "envelope-text": (BadInput, "", "Expected `object`, got `str`"),
    "envelope-trailing-blank": (BadInput, "$", "the canonical spelling of the envelope"),
    "envelope-two-signatures": (BadInput, "", "Expected `array` of length 1"),
    "envelope-type-in-capitals": (
        BadInput, "$.env.payloadType", "application/vnd.parley.entry+json;v=1",
    ),
    "envelope-type-of-another-version": (
        BadInput, "$.env.payloadType", "application/vnd.parley.entry+json;v=1",
    ),
    "envelope-type-with-parameter": (
        BadInput, "$.env.payloadType", "application/vnd.parley.entry+json;v=1",
    ),
    "envelope-unknown-field-in-signature": (BadInput, "", "Object contains unknown field `pub`"),
    "envelope-unknown-field": (BadInput, "", "Object contains unknown field `verified`"),
    "payload-blanks-between": (BadInput, "$", "the canonical spelling (RFC 8785)"),
    "payload-body-and-one-time-key": (
        BadInput, "$.key", "an open payload: a body, no one-time key",
    ),
    "payload-body-in-text": (BadInput, "$", "a JSON object"),
    "payload-body-null": (BadInput, "$", "a JSON object"),
    "payload-body-number": (BadInput, "$", "a JSON object"),
    "payload-body-twice": (BadInput, "$.body", "each key once"),
    "payload-body-with-a-body-part": (
        BadInput, "$.key", "an open payload: a body, no one-time key",
    ),
    "payload-byte-order-mark": (BadInput, "$", "JSON"),
    "payload-commitment-in-capitals": (
        BadInput, "$.commit", "names of parts in a-z, each with a hash in hex",
    ),
    "payload-default-written-out": (BadInput, "$", "a field at its default to be left out"),
    "payload-empty": (BadInput, "$", "JSON"),
    "payload-exponent-size": (BadInput, "$.seen.size", "a whole number"),
    "payload-float-size": (BadInput, "$.seen.size", "a whole number"),
    "payload-keys-out-of-order": (BadInput, "$", "the canonical spelling (RFC 8785)"),
    "payload-list": (BadInput, "$", "a JSON object"),
    "payload-log-as-a-list": (BadInput, "$.log", "text"),
    "payload-log-twice": (BadInput, "$.log", "each key once"),
    "payload-log-with-a-blank": (WrongLog, "", "an envelope for parley.example/test-desk"),
    "payload-log-with-a-lone-surrogate": (BadInput, "$.log", "text without lone surrogates"),
    "payload-log-without-a-name": (BadInput, "$.log", "at least 1 character"),
    "payload-look-alike-log": (WrongLog, "", "an envelope for parley.example/test-desk"),
    "payload-needless-escape": (BadInput, "$", "the canonical spelling (RFC 8785)"),
    "payload-negative-size": (BadInput, "$.seen.size", "at least 0"),
    "payload-negative-zero-size": (BadInput, "$", "the canonical spelling (RFC 8785)"),
    "payload-neither-body-nor-key": (
        BadInput, "$", "a closed payload: a one-time key and a sealed body",
    ),
    "payload-nesting-without-end": (BadInput, "$", "JSON"),
    "payload-nonce-in-second-spelling": (BadInput, "$.nonce", "text of another form"),
    "payload-nonce-too-short": (BadInput, "$.nonce", "text of another form"),
    "payload-nonce-with-newline": (BadInput, "$.nonce", "text of another form"),
    "payload-not-utf-8": (BadInput, "$", "UTF-8"),
    "payload-nul-byte": (BadInput, "$", "JSON"),
    "payload-null-for-absent": (BadInput, "$", "a field at its default to be left out"),
    "payload-number": (BadInput, "$", "a JSON object"),
    "payload-part-named-like-a-path": (
        BadInput, "$.commit", "names of parts in a-z, each with a hash in hex",
    ),
    "payload-root-in-second-spelling": (BadInput, "$.seen.root", "32 bytes in canonical base64"),
    "payload-root-of-31-bytes": (BadInput, "$.seen.root", "32 bytes in canonical base64"),
    "payload-sixty-five-tags": (BadInput, "$.to", "at most 64 items"),
    "payload-size-as-text": (BadInput, "$.seen.size", "a whole number"),
    "payload-size-beyond-2-53": (BadInput, "$.seen.size", "an integer below 2^53"),
    "payload-size-of-ten-thousand-digits": (BadInput, "$", "JSON"),
    "payload-size-true": (BadInput, "$.seen.size", "a whole number"),
    "payload-tags-without-their-key": (
        BadInput, "$.to", "tags together with the key they are made with",
    ),
    "payload-trailing-newline": (BadInput, "$", "the canonical spelling (RFC 8785)"),
    "payload-two-documents": (BadInput, "$", "JSON"),
    "payload-unknown-field-in-seen": (BadInput, "$.seen.who", "no such field"),
    "payload-unknown-field": (BadInput, "$.hint", "no such field"),
}  # fmt: skip


def _filled(bench: Bench, form: bytes, payload: bytes = GOOD) -> bytes:
    """The form with a good payload and its signature in it, each in the spelling it asks for."""
    made = signed(payload, bench.north)
    text, name = b64encode(payload), b64encode(made.signature)
    for word, content in (
        (b"URLPAYLOAD", text.replace(b"/", b"_")),
        (b"BAREPAYLOAD", text.rstrip(b"=")),
        (b"PAYLOAD", text),
        (b"HEXSIGNATURE", made.signature.hex().encode()),
        (b"BARESIGNATURE", name.rstrip(b"=")),
        (b"SIGNATURE", name),
        (b"KEYID", made.keyid.encode()),
    ):
        form = form.replace(word, content)
    return b'{"env":' + form + b"}"


def test_every_hostile_file_is_in_the_table() -> None:
    """Files and table name the same attacks."""
    assert {path.stem for path in HOSTILE.glob("*.json")} == set(REFUSED)


@pytest.fixture(scope="module")
def listening() -> Bench:
    """One desk for all of these: what it refuses leaves no trace, so none disturbs the next."""
    return Bench().found()


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_spelling_is_refused(listening: Bench, name: str) -> None:
    """Whatever is spelled otherwise than we would is refused at its place, though well signed."""
    kind, at, words = REFUSED[name]
    raw = (HOSTILE / f"{name}.json").read_bytes()
    if name.startswith("payload-"):
        raw = submission(signed(raw, listening.north))
    else:
        raw = _filled(listening, raw)
    fault = refused(listening, raw, kind, words)
    assert (kind, at) == (type(fault), fault.at)


def test_the_good_ones_they_are_made_from_are_taken(bench: Bench) -> None:
    """Without what is wrong in them these payloads and forms are entries, each its own."""
    form = (HOSTILE / "envelope-trailing-blank.json").read_bytes().replace(b" }", b"}")
    assert 7 == bench.ledger.submit(_filled(bench, form)).index
    again = submission(signed(GOOD.replace(b"AAA==", b"BBA=="), bench.north))
    assert 8 == bench.ledger.submit(again).index
    assert b"/" in b64encode(GOOD)
    assert b"=" in b64encode(GOOD)


def test_a_leaf_has_one_spelling(bench: Bench) -> None:
    """A leaf with other padding, another number or anything around it is not a leaf."""
    whole = bench.ledger.receipt(3).leaf
    assert read_leaf(whole).rx > 0
    rx = b'"rx":%d' % read_leaf(whole).rx
    for forged in (
        whole[:-1], whole + b" ", b" " + whole[1:], whole.replace(b'"pad":"0', b'"pad":"1', 1),
        whole.replace(b"00" + b'",' + rx, b'",' + rx.replace(b":", b":00")),
        whole.replace(b"0" + b'",' + rx, b'",' + rx.replace(b":", b":+")),
        whole.replace(b"0" + b'",' + rx, b'",' + rx.replace(b":", b":-")),
        whole.replace(b'"v":1', b'"v":2'), b"", b'{"env":{},"pad":"","rx":1,"v":1}', b"0" * 1024,
    ):  # fmt: skip
        with pytest.raises(NotProven, match="expected a"):
            read_leaf(forged)


def test_a_receipt_has_one_spelling(bench: Bench) -> None:
    """A receipt in any other words than ours is refused with a sentence."""
    whole = write_receipt(bench.ledger.receipt(3))
    assert read_receipt(whole) == bench.ledger.receipt(3)
    for forged in (
        b"", b"{}", b"null", whole[:-1], whole + b"\n", whole.replace(b'"v":1', b'"v":2'),
        whole.replace(b'"v":1', b'"v":1,"w":1'), whole.replace(b'{"key"', b'{ "key"'),
        whole.replace(b'"leaf":"', b'"leaf":"*'), whole.replace(b"c2sp", b"\\u00632sp"),
        whole.replace(b"c2sp", b"\\ud800"), whole.replace(b"c2sp", b"\xff"), b"[" * 50_000,
    ):  # fmt: skip
        with pytest.raises(NotProven, match="expected a receipt"):
            read_receipt(forged)
