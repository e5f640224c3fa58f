"""Keys and signed notes have one spelling, and only the keys asked for may stand under a note."""

from __future__ import annotations

from contextlib import suppress

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey
from tlog_scales.signing import NoteSignature, Vkey

from parley.errors import BadInput, NotProven
from parley.ledger.tlog.note import (
    MAX_NOTE_BYTES,
    Note,
    Signature,
    Signer,
    Verifier,
    check_key_name,
    decode_base64,
    fingerprint,
    format_note,
    open_note,
    parse_note,
    parse_skey,
    parse_vkey,
    sign_note,
)
from tests.ledger.tlog.mutants import bit_flips, mutants

ALICE = Signer("a.example/desk", seed=b"\x01" * 32)
BOB = Signer("b.example/desk", seed=b"\x02" * 32)
TEXT = "first line\n\nthird line — with a dash\n"
NOTE = sign_note(TEXT, ALICE)

# The note and key of Go's own documentation of golang.org/x/mod/sumdb/note.
PETERS_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""  # noqa: E501  # one line by its format

NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=20).map(
    lambda name: name.replace("+", "-")
)
SEEDS = st.binary(min_size=32, max_size=32)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[chr(c) for c in range(32)])
    | st.just("\n"),
    max_size=60,
).map(lambda text: text + "\n")


def test_the_note_of_gos_documentation_opens() -> None:
    """A note signed by other people's code opens with their key."""
    text = open_note(PETERS_NOTE.encode(), [parse_vkey(PETERS_KEY)])
    assert text.startswith("If you think cryptography")


@settings(max_examples=40)
@given(text=TEXTS, name=NAMES, other=NAMES, seeds=st.tuples(SEEDS, SEEDS))
def test_what_is_signed_is_what_is_read(
    text: str, name: str, other: str, seeds: tuple[bytes, bytes]
) -> None:
    """Any allowed text opens to itself under all its signers, and under no fewer or others."""
    one, two = Signer(name, seed=seeds[0]), Signer(other + "'", seed=seeds[1])
    both = sign_note(text, one, two)
    assert text == open_note(both, [two.verifier, one.verifier])
    assert both == format_note(parse_note(both))
    for keys in ([one.verifier], [two.verifier], [one.verifier, two.verifier, BOB.verifier]):
        with pytest.raises(NotProven):
            open_note(both, keys)


@settings(max_examples=40)
@given(name=NAMES, seed=SEEDS)
def test_keys_read_back_are_the_same_keys(name: str, seed: bytes) -> None:
    """A key as text is the key again, and other people's code reads the same name and id."""
    signer = Signer(name, seed=seed)
    vkey = signer.verifier.vkey
    assert signer.verifier == parse_vkey(vkey)
    assert signer.skey == parse_skey(signer.skey).skey
    foreign = Vkey.from_string(vkey)
    assert signer.verifier.key_id == foreign.key_id.to_bytes(4, "big")
    assert (name, signer.verifier.key) == (foreign.name, foreign.pubkey)


def test_other_peoples_code_takes_our_signature() -> None:
    """The foreign library reads our signature line and matches it to our key."""
    line = NOTE.decode().rstrip("\n").rpartition("\n")[2]
    signature = NoteSignature.from_line(line)
    assert Vkey.from_string(ALICE.verifier.vkey).match(signature)
    assert ALICE.verifier.accepts(TEXT.encode(), signature.payload)


def test_no_flipped_bit_of_a_note_is_taken() -> None:
    """Every single bit of a signed note counts."""
    for changed in bit_flips(NOTE):
        with pytest.raises(NotProven):
            open_note(changed, [ALICE.verifier])


def test_no_flipped_bit_of_a_key_is_the_same_key() -> None:
    """A changed verifier key is refused, or is visibly another name."""
    vkey = ALICE.verifier.vkey
    for changed in bit_flips(vkey.encode()):
        try:
            parse_vkey(changed.decode())
        except (UnicodeDecodeError, BadInput):
            continue
        pytest.fail(f"taken: {changed!r}")


@given(mutants(NOTE, PETERS_NOTE.encode()))
@example(b"\n\n\xe2\x80\x94 a AAAAAAA=\n")
def test_any_bytes_are_one_note_or_refused(raw: bytes) -> None:
    """Random and mutated notes: read to what writes the same bytes, or refused as not proven."""
    with suppress(NotProven):
        assert raw == format_note(parse_note(raw))


@given(mutants(ALICE.verifier.vkey.encode(), ALICE.skey.encode(), PETERS_KEY.encode()))
def test_any_text_is_one_key_or_refused(raw: bytes) -> None:
    """Random and mutated key texts: the key that writes the same text, or refused."""
    text = raw.decode("utf-8", "surrogateescape")
    with suppress(BadInput):
        assert text == parse_vkey(text).vkey
    with suppress(BadInput):
        assert text == parse_skey(text).skey


def signature_of(signer: Signer, text: str) -> Signature:
    return Signature(signer.name, signer.verifier.key_id, signer.sign(text.encode()))


def test_a_strangers_line_is_refused() -> None:
    """The standard ignores it; we do not, for in an ignored line any bit may change unseen."""
    note = Note(TEXT, (signature_of(ALICE, TEXT), signature_of(BOB, TEXT)))
    with pytest.raises(NotProven, match="only the keys asked for"):
        open_note(format_note(note), [ALICE.verifier])


def test_the_same_signature_twice_is_refused() -> None:
    """A doubled line is not a second signature."""
    note = Note(TEXT, (signature_of(ALICE, TEXT),) * 2)
    with pytest.raises(NotProven, match="each once"):
        open_note(format_note(note), [ALICE.verifier])


def test_a_signature_of_another_text_is_refused() -> None:
    """A line lifted from another note does not verify."""
    note = Note(TEXT, (signature_of(ALICE, "another\n"),))
    with pytest.raises(NotProven, match="signature of this text"):
        open_note(format_note(note), [ALICE.verifier])


def test_another_key_of_the_same_name_is_refused() -> None:
    """The name is not the key: a forger's key under the same name is a stranger."""
    forger = Signer(ALICE.name, seed=b"\x09" * 32)
    with pytest.raises(NotProven, match="only the keys asked for"):
        open_note(sign_note(TEXT, forger), [ALICE.verifier])


def test_a_short_signature_is_refused() -> None:
    """A cut signature is refused, not passed on to the library."""
    cut = msgspec.structs.replace(signature_of(ALICE, TEXT), signature=b"x" * 63)
    with pytest.raises(NotProven, match="signature of this text"):
        open_note(format_note(Note(TEXT, (cut,))), [ALICE.verifier])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"text\n",
        b"text\n\n",
        NOTE[:-1],
        NOTE + b"\n",
        NOTE.replace(b"\n\n\xe2", b"\n\xe2"),
        NOTE.replace("— a".encode(), b"- a"),
        NOTE.replace("— a".encode(), "—  a".encode()),
        NOTE.replace("— a".encode(), "—\u00a0a".encode()),
        NOTE.replace(b"desk ", b"desk\xc2\xa0"),
        NOTE.replace(b"desk ", b"de+sk "),
        NOTE.replace(b"\n", b"\r\n"),
        NOTE.replace(b"first", b"fi\x00st"),
        NOTE.replace(b"first", b"fi\xffst"),
        b"\xef\xbb\xbf" + NOTE[3:-1] + b" \n",
        b"t\n\n\xe2\x80\x94 a AAAAAA==\n",
        NOTE + NOTE.split(b"\n\n")[-1] * 16,
        b"x" * MAX_NOTE_BYTES + NOTE,
    ],
)
def test_crooked_notes_are_refused(raw: bytes) -> None:
    """No blank line, wrong dash, odd spaces, control signs, cut or overlong: not proven."""
    with pytest.raises(NotProven):
        parse_note(raw)


def test_sixteen_signatures_are_taken() -> None:
    """The standard wants at least sixteen to be readable."""
    signers = [Signer(f"s{i}.example", seed=bytes([i]) * 32) for i in range(16)]
    note = sign_note(TEXT, *signers)
    assert TEXT == open_note(note, [signer.verifier for signer in signers])


@pytest.mark.parametrize("spelling", ["QQ", "QR==", "Q Q==", "QQ==\n", "QQ=", "Q-==", "QQ==QQ=="])
def test_crooked_base64_is_refused(spelling: str) -> None:
    """Only the canonical spelling: no dropped bits, spaces, missing or inner padding."""
    assert b"A" == decode_base64("QQ==", at="here")
    with pytest.raises(NotProven):
        decode_base64(spelling, at="here")


@pytest.mark.parametrize(
    "name",
    ["", "a b", "a\u2003b", "a\u0085", "a\u3000", "a+b", "a\n", "a\x00", "a\ud800", "é" * 128],
)
def test_crooked_names_are_refused(name: str) -> None:
    """A key name is not empty, and has no space of any alphabet, plus, or control sign."""
    with pytest.raises(BadInput):
        check_key_name(name)
    with pytest.raises(BadInput):
        Signer(name, seed=bytes(32))


@pytest.mark.parametrize(
    "point",
    [
        bytes(32),
        (1).to_bytes(32, "little"),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        b"\xff" * 32,
        b"\x02" + bytes(31),
        b"short",
    ],
)
def test_keys_that_accept_anything_are_refused(point: bytes) -> None:
    """Small-order, non-canonical and off-curve points are no public keys."""
    with pytest.raises(BadInput):
        Verifier("mallory.example", point)


def test_other_kinds_of_key_are_refused() -> None:
    """A key id that does not fit, upper-case hex, another algorithm byte: refused."""
    name, key_id, key = ALICE.verifier.vkey.split("+", 2)
    for text in (
        f"{name}+{key_id.upper()}+{key}",
        f"{name}+00000000+{key}",
        f"{name}+{key_id}+{key}=",
        f"{name}+{key_id}+B{key[1:]}",
        f"{name}+{key_id}",
        f"{name}+{key_id}+{key}\n",
        ALICE.skey,
    ):
        with pytest.raises(BadInput):
            parse_vkey(text)
    for text in (ALICE.verifier.vkey, ALICE.skey.replace(key_id, "00000000")):
        with pytest.raises(BadInput):
            parse_skey(text)


def test_what_cannot_be_signed_is_refused() -> None:
    """No final newline, control signs, nobody to sign, too long: refused before signing."""
    for text in ("", "no newline", "a\tb\n", "a\ud800\n", "x" * MAX_NOTE_BYTES + "\n"):
        with pytest.raises(BadInput):
            sign_note(text, ALICE)
    with pytest.raises(BadInput):
        sign_note(TEXT)
    with pytest.raises(BadInput):
        open_note(NOTE, [])
    with pytest.raises(BadInput):
        Signer("a.example", seed=b"short")


def test_a_signer_does_not_show_its_seed() -> None:
    """What is printed or logged by mistake is the public key; refusals keep the secret too."""
    seed = bytes(SigningKey(b"\x01" * 32))
    assert repr(ALICE) == f"Signer({ALICE.verifier.vkey})"
    assert seed.hex() not in repr(ALICE)
    secret = ALICE.skey.rpartition("+")[2]
    with pytest.raises(BadInput) as refused:
        parse_skey(ALICE.skey + "x")
    assert secret not in str(refused.value)


def test_the_fingerprint_is_of_the_key_text() -> None:
    """Two people with the key text compute the same with any SHA-256 tool."""
    wanted = "sha256:a82f24c48c9ee106dd11952a8026e14f3760ae4686748dd80e6cae8dd4e98a04"
    assert wanted == fingerprint(PETERS_KEY)
    assert fingerprint(ALICE.verifier.vkey) != fingerprint(BOB.verifier.vkey)
    with pytest.raises(BadInput):
        fingerprint(PETERS_KEY + "\n")
