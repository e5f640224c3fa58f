"""Every attack on the vocabulary that we could name is refused where it enters, and in words.

Each file in `hostile/` is named for the attack it carries; the table says where and how the
refusal must point. A new file without a line here fails, and so does a line without a file.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from parley.errors import BadInput, Damaged
from parley.record.entry import read_record, trust_record

HOSTILE = Path(__file__).parent / "hostile"

REFUSED: dict[str, tuple[str, str]] = {
    "altitude-without-datum": ("$.band.floor.datum", "this field to be given"),
    "bidi-isolate-in-text": ("$.text", "text without control characters (newlines"),
    "bidi-override-in-identifier": ("$.drill", "an identifier of 1 to 64 of a-z 0-9 . _ -"),
    "bidi-override-in-name": ("$.name", "one line of text without control characters"),
    "blank-name": ("$.name", "one line of text without control characters"),
    "blanks-between": ("$", "the canonical spelling (RFC 8785)"),
    "byte-order-mark-in-text": ("$.text", "text without control characters (newlines"),
    "byte-order-mark": ("$", "JSON"),
    "call-that-ends-before-it-began": ("$.heard", "the call to end after it began"),
    "chain-without-speaker": ("$.reported.chain", "at least 1 item"),
    "comment": ("$", "JSON"),
    "control-character": ("$.text", "text without control characters (newlines"),
    "count-without-unit": ("$.quantities[0].range.unit", "this field to be given"),
    "deep-nesting-within-json": ("$.text" + "[0]" * 32, "at most 32 levels"),
    "deep-nesting": ("$", "JSON"),
    "default-written-out": ("$.topic", "a field at its default to be left out"),
    "digest-in-capitals": ("$.about", '"sha256:" and 64 lower-case hex digits'),
    "duplicate-key-nested": ("$.place.written", "each key once"),
    "duplicate-key": ("$.text", "each key once"),
    "duplicate-kind": ("$.kind", "each key once"),
    "empty-text": ("$.text", "at least 1 character"),
    "empty": ("$", "JSON"),
    "exponent": ("$.attempt", "a whole number"),
    "float-latitude": ("$.place.shape.at.lat", "a whole number"),
    "float-with-no-fraction": ("$.attempt", "a whole number"),
    "hidden-tag-characters": ("$.text", "text without control characters (newlines"),
    "import-path-as-kind": ("$.kind", "a known kind"),
    "integer-beyond-2-53": ("$.entry", "an integer below 2^53"),
    "integer-of-ten-thousand-digits": ("$", "JSON"),
    "key-in-second-base64-spelling": ("$.key", "32 bytes in canonical base64"),
    "keys-out-of-order": ("$", "the canonical spelling (RFC 8785)"),
    "kind-in-capitals": ("$.kind", "a known kind"),
    "kind-of-another-type": ("$.kind", "a known kind"),
    "latitude-beyond-the-pole": ("$.place.shape.at.lat", "at most 900000000"),
    "list-for-record": ("$", "a JSON object"),
    "lone-surrogate": ("$.text", "text without lone surrogates"),
    "look-alike-identifier": ("$.drill", "an identifier of 1 to 64 of a-z 0-9 . _ -"),
    "missing-field": ("$.text", "this field to be given"),
    "needless-escape": ("$", "the canonical spelling (RFC 8785)"),
    "negative-zero": ("$", "the canonical spelling (RFC 8785)"),
    "newline-in-name": ("$.name", "one line of text without control characters"),
    "no-kind": ("$.kind", "a known kind"),
    "not-a-number": ("$.entry", "a whole number"),
    "nul-byte-escaped": ("$.text", "text without control characters (newlines"),
    "nul-byte": ("$", "JSON"),
    "null-for-absent": ("$.about", "a field at its default to be left out"),
    "number-as-text": ("$.entry", "a whole number"),
    "over-long-list": ("$.to", "at most 50 items"),
    "over-long-text": ("$.text", "at most 4000 characters"),
    "overlong-utf-8": ("$", "UTF-8"),
    "range-backwards": ("$.quantities[0].range", "low <= best <= high"),
    "shape-of-no-form": ("$.place.shape.form", "one of corridor, point, polygon"),
    "surrogate-as-utf-8": ("$", "UTF-8"),
    "time-backwards": ("$.window", "earliest <= latest"),
    "time-beyond-year-9999": ("$.window.latest", "at most 253402214399999"),
    "trailing-newline-in-digest": ("$.about", '"sha256:" and 64 lower-case hex digits'),
    "trailing-newline": ("$", "the canonical spelling (RFC 8785)"),
    "true-as-a-number": ("$.entry", "a whole number"),
    "two-documents": ("$", "JSON"),
    "unknown-field-nested": ("$.place.verified", "no such field"),
    "unknown-field-terminal-escape": (r"$['\x1b[31m']", "no such field"),
    "unknown-field": ("$.approved", "no such field"),
    "unknown-kind": ("$.kind", "a known kind"),
    "utf-16": ("$", "JSON"),
    "zone-declared-unknown": ("$.window.zone", 'a time zone: Z (not "UTC"), an offset like'),
    "zone-of-no-place": ("$.window", 'a time zone: Z (not "UTC"), an offset like'),
    "zone-path-traversal": ("$.window.zone", 'a time zone: Z (not "UTC"), an offset like'),
    "zone-utc": ("$.window.zone", 'a time zone: Z (not "UTC"), an offset like'),
    "zoneless-time": ("$.window.zone", "this field to be given"),
}


def test_every_attack_has_a_file_and_every_file_an_answer() -> None:
    """The table and the files name the same attacks."""
    assert sorted(REFUSED) == sorted(path.stem for path in HOSTILE.iterdir())


@pytest.mark.parametrize("attack", sorted(REFUSED))
def test_an_attack_is_refused_at_its_place(attack: str) -> None:
    """Reading refuses it as bad input, at the path of the fault, as "expected X, got Y"."""
    at, wanted = REFUSED[attack]
    with pytest.raises(BadInput) as refused:
        read_record((HOSTILE / f"{attack}.json").read_bytes())
    assert at == refused.value.at
    assert refused.value.sentence.startswith(f"expected {wanted}")
    assert ", got " in refused.value.sentence


@pytest.mark.parametrize("attack", sorted(REFUSED))
def test_a_refusal_does_not_carry_the_attack_onwards(attack: str) -> None:
    """The words of a refusal are short and can be printed on a terminal as they stand."""
    with pytest.raises(BadInput) as refused:
        read_record((HOSTILE / f"{attack}.json").read_bytes())
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) <= 300


@pytest.mark.parametrize("attack", sorted(REFUSED))
def test_replay_crashes_on_no_attack(attack: str) -> None:
    """The replay reader, which trusts its bytes, still answers with a record or with damage."""
    with suppress(Damaged):
        trust_record((HOSTILE / f"{attack}.json").read_bytes())
