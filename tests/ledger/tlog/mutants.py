"""Changed copies of valid texts: what a damaged disk or a forger would hand in."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st


def bit_flips(raw: bytes) -> Iterator[bytes]:
    """Every copy of `raw` with exactly one bit changed."""
    for at in range(len(raw)):
        for bit in range(8):
            yield raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]


@st.composite
def _mutant(draw: st.DrawFn, valid: tuple[bytes, ...]) -> bytes:
    """A valid text with up to three pieces cut out, put in, doubled or taken from another."""
    raw = draw(st.sampled_from(valid))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 80)))
        donor = draw(st.sampled_from(valid))
        at = draw(st.integers(0, len(donor)))
        piece = draw(
            st.sampled_from([b"", b"\n", b"\n\n", b" ", b"=", b"+", b"0", raw[start:end] * 2])
            | st.just(donor[at : at + 60])
            | st.binary(max_size=6)
        )
        raw = raw[:start] + piece + raw[end:]
    return raw


def mutants(*valid: bytes) -> st.SearchStrategy[bytes]:
    """Valid texts, changed copies of them, and random bytes."""
    return st.sampled_from(valid) | _mutant(valid) | st.binary(max_size=200)
