"""What auto-archiver kept becomes evidence by hash, with its custody step by step."""

from __future__ import annotations

import io
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.exchange import Fault, Mapped, read_archived
from parley.record.incident import EvidenceAdded

HASH = "ab" * 32


def _medium(**changed: object) -> dict[str, object]:
    return {
        "filename": "tmp/video.mp4", "key": "k", "urls": ["https://store.invalid/video.mp4"],
        "properties": {"hash": f"SHA-256:{HASH}"}, "_mimetype": "video/mp4", **changed,
    }  # fmt: skip


def _item(*media: object, **changed: object) -> dict[str, object]:
    return {
        "status": "wayback: success",
        "metadata": {
            "url": "https://page.invalid/post/1", "title": "Smoke over the mill",
            "timestamp": "2031-05-03T10:20:00+03:00", "_processed_at": 1935662400.5,
        },
        "media": list(media), **changed,
    }  # fmt: skip


def _read(given: bytes) -> list[Mapped | Fault]:
    return list(read_archived(io.BytesIO(given), incident="mill", by="the archive unit"))


def _evidence(given: bytes) -> list[EvidenceAdded]:
    found = [record for one in _read(given) if isinstance(one, Mapped) for record in one.records]
    assert all(isinstance(one, EvidenceAdded) for one in found)
    return [one for one in found if isinstance(one, EvidenceAdded)]


def test_a_kept_file_is_evidence_by_its_hash() -> None:
    """Its digest, its kind, and who found, archived, hashed and copied it, when and where."""
    (found,) = _evidence(json.dumps(_item(_medium())).encode())
    assert (f"sha256:{HASH}", "video/mp4") == (found.digest, found.media_type)
    assert "Smoke over the mill: video.mp4" == found.title
    assert ["found", "archived", "hashed", "copied"] == [step.act for step in found.steps]
    first, archived, _, copied = found.steps
    assert first.at is not None
    assert archived.at is not None
    assert "2031-05-03T07:20:00Z" == first.at.written
    assert "2031-05-04T12:00Z" == archived.at.written
    assert "to https://store.invalid/video.mp4" == copied.remarks


def test_files_inside_files_are_evidence_too() -> None:
    """Thumbnails and the like stand in the properties of their source; each has its own hash."""
    inner = _medium(filename="thumb.jpg", properties={"hash": f"SHA-256:{'cd' * 32}"})
    outer = _medium(properties={"hash": f"SHA-256:{HASH}", "thumbnails": [inner, [inner]]})
    found = _evidence(json.dumps(_item(outer)).encode())
    assert [HASH, "cd" * 32, "cd" * 32] == [one.digest.removeprefix("sha256:") for one in found]


@pytest.mark.parametrize("form", ["lines", "list", "indented"])
def test_items_come_in_three_forms(form: str) -> None:
    """One a line, one list, or one item over many lines."""
    items = [_item(_medium()), _item(_medium())]
    given = {
        "lines": "\n".join(json.dumps(one) for one in items) + "\n",
        "list": json.dumps(items, indent=1),
        "indented": json.dumps(items[0], indent=2),
    }[form]
    assert (1 if form == "indented" else 2) == len(_evidence(given.encode()))


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (_item(_medium(properties={"hash": "SHA3-512:" + "ab" * 64})), "SHA-256 of the file"),
        (_item(_medium(properties={})), "SHA-256 of the file, got none"),
        (_item(_medium(filename=5)), "SHA-256 of the file"),
        (_item(), "expected a kept file, got none (wayback: success)."),
        ({"media": 5}, "expected an item of auto-archiver"),
    ],
)
def test_what_cannot_be_entered_says_why(item: object, reason: str) -> None:
    """Its line and one sentence; the line after it is read."""
    given = json.dumps(item) + "\n" + json.dumps(_item(_medium())) + "\n"
    bad, good = _read(given.encode())
    assert isinstance(bad, Fault)
    assert (1, True) == (bad.line, reason in bad.reason)
    assert isinstance(good, Mapped)


def test_a_broken_line_stops_nothing() -> None:
    """A line that is no JSON is reported with its number."""
    good = json.dumps(_item(_medium()))
    found = _read(f"{good}\n{{broken\n{good}\n".encode())
    assert [Mapped, Fault, Mapped] == [type(one) for one in found]
    with pytest.raises(BadInput, match="JSON"):
        _read(b"{broken")


def test_deep_and_wide_nests_end() -> None:
    """A thousand files inside one another are read without climbing a stack, and no more."""
    nested: dict[str, object] = _medium()
    for _ in range(200):
        nested = _medium(properties={"hash": f"SHA-256:{HASH}", "inner": nested})
    assert 201 == len(_evidence(json.dumps(_item(nested)).encode()))
    wide = _item(*[_medium()] * 1200)
    assert 1000 == len(_evidence(json.dumps(wide).encode()))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["status", "metadata", "media", "filename", "urls", "properties", "hash"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_evidence_or_a_reason(given_: object) -> None:
    """Nothing a file can hold is a crash."""
    try:
        found = _read(json.dumps(given_).encode())
    except BadInput:
        return
    assert all(isinstance(one, Mapped | Fault) for one in found)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(raw: bytes) -> None:
    """Nor are bytes that are no JSON at all."""
    with suppress(BadInput):
        assert all(isinstance(one, Mapped | Fault) for one in _read(raw))
