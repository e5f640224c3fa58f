"""What auto-archiver (Bellingcat) kept: its items as JSON into evidence by hash, with custody.

An item is the JSON of its `Metadata`: `status`, `metadata` (url, title, timestamp, _processed_at)
and `media`, each with `filename`, `key`, `urls`, `_mimetype` and `properties`, of which `hash`
reads "SHA-256:" and hex digits. Media may stand inside the properties of other media. One item a
line (JSON Lines), one item alone, or a list of them. A file whose hash is of another sort is
reported: evidence is entered by SHA-256 only, and a hash is never worked out anew from a copy.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, Final, TypeAlias

import msgspec
from msgspec import Struct

from parley.errors import BadInput, expected
from parley.exchange.rows import Fault, Mapped, fault_of, judged, plain
from parley.record.incident import EvidenceAdded
from parley.record.values.claim import Custody
from parley.record.values.statement import Link, Reported
from parley.record.values.time import VagueTime, iso

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one item, or of a list of items."""
MOST_MEDIA: Final = 1000
_HASH = re.compile(r"SHA-?256:([0-9a-fA-F]{64})", re.IGNORECASE)
_ZONED = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


class _Item(Struct, frozen=True):
    status: str = ""
    metadata: dict[str, object] = {}
    media: list[object] = []


class _Media(Struct, frozen=True):
    filename: str = ""
    key: str | None = None
    urls: list[str] = []
    properties: dict[str, object] = {}
    _mimetype: str | None = None


def read_archived(
    stream: BinaryIO, *, incident: str, by: str = "auto-archiver"
) -> Iterator[Mapped | Fault]:
    """Every kept file of every item as a piece of evidence, or the line and why not.

    `by` names who ran the archiver, by role or unit.
    """
    for line, item in _items(stream):
        if isinstance(item, Fault):
            yield item
            continue
        yield from _pieces(line, item, incident, by)


def _items(stream: BinaryIO) -> Iterator[tuple[int, _Item | Fault]]:
    first = stream.readline(MOST_BYTES)
    if first.lstrip().startswith(b"[") or not _is_item(first):
        yield from _whole(first + stream.read(MOST_BYTES - len(first) + 1))
        return
    line = 1
    while first:
        if first.strip():
            yield line, _item(first, line)
        first, line = stream.readline(MOST_BYTES), line + 1


def _is_item(raw: bytes) -> bool:
    try:
        msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return False
    return True


def _whole(raw: bytes) -> Iterator[tuple[int, _Item | Fault]]:
    """One item over several lines, or a list of items, whose numbers then stand for lines."""
    if len(raw) > MOST_BYTES:
        raise expected(f"at most {MOST_BYTES:,} bytes, or one item a line", "more")
    try:
        found = msgspec.json.decode(raw)
    except msgspec.DecodeError as fault:
        raise expected("items of auto-archiver as JSON", fault) from fault
    for number, one in enumerate(found if isinstance(found, list) else [found], 1):
        yield number, _item(msgspec.json.encode(one), number)


def _item(raw: bytes, line: int) -> _Item | Fault:
    try:
        return msgspec.json.decode(raw, type=_Item)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        reason = f"expected an item of auto-archiver, got {fault}."
        return Fault(line=line, reason=reason)


def _pieces(line: int, item: _Item, incident: str, by: str) -> Iterator[Mapped | Fault]:
    found, bad = [], []
    for one in _media(item.media):
        try:
            found.append(_evidence(one, item, incident, by))
        except BadInput as fault:
            bad.append(fault_of(line, fault))
    if found:
        yield Mapped(line=line, records=tuple(found))
    yield from bad
    if not found and not bad:
        status = plain(item.status, 60) or "no status"
        yield Fault(line=line, reason=f"expected a kept file, got none ({status}).")


def _media(given: list[object]) -> Iterator[_Media]:
    """Every medium, those inside others too, without following a nesting for ever."""
    waiting: list[object] = list(reversed(given))
    seen = 0
    while waiting and seen < MOST_MEDIA:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
            continue
        if not isinstance(one, dict):
            continue
        properties = one.get("properties")
        if isinstance(properties, dict):
            waiting += [each for each in properties.values() if isinstance(each, list | dict)]
        if "filename" in one:
            seen += 1
            try:
                yield msgspec.convert(one, _Media)
            except msgspec.ValidationError:
                yield _Media(filename=str(one.get("filename"))[:80])


def _evidence(one: _Media, item: _Item, incident: str, by: str) -> EvidenceAdded:
    name = plain(one.filename.rpartition("/")[2], 80) or "a file without a name"
    written = one.properties.get("hash")
    found = _HASH.fullmatch(written) if isinstance(written, str) else None
    if not found:
        got = repr(written[:20]) if isinstance(written, str) and written else "none"
        raise expected("a SHA-256 of the file", got, name)
    url = plain(_text(item.metadata.get("url")), 1500)
    title = plain(_text(item.metadata.get("title")), 110)
    archived = _when(item.metadata.get("_processed_at"))
    kept = [plain(each, 900) for each in one.urls[:4]]
    steps = [
        Custody(
            act="found", by=by, at=_when(item.metadata.get("timestamp")),
            remarks=f"published at {url}" if url else None,
        ),
        Custody(act="archived", by=by, at=archived, remarks=plain(item.status, 200) or None),
        Custody(act="hashed", by=by, at=archived, remarks="SHA-256, by the archiver"),
    ]  # fmt: skip
    steps += [Custody(act="copied", by=by, remarks=f"to {where}") for where in kept if where]
    record = EvidenceAdded(
        incident=incident,
        title=plain(f"{title}: {name}" if title else name, 200),
        digest=f"sha256:{found[1].lower()}",
        media_type=plain(one._mimetype or mimetypes.guess_type(name)[0] or "", 200)
        or "application/octet-stream",
        custody=f"Found at {url or 'an address not told'}, archived and hashed by {by}.",
        steps=tuple(steps),
        reported=Reported(
            chain=(Link(who=by),), address=url or name, confidence="medium"
        ),
    )
    made = judged(record, name)
    if not isinstance(made, EvidenceAdded):
        raise expected("evidence", type(made).__name__, name)
    return made


def _when(written: object) -> VagueTime | None:
    """A moment as the archiver writes it: ISO 8601, or seconds since 1970; without a zone, UTC."""
    if isinstance(written, bool) or written is None:
        return None
    if isinstance(written, int | float):
        if not 0 <= written < 253_402_000_000:
            return None
        ms = int(written) * 1000
        return VagueTime.parse(iso(ms))
    found = _ZONED.fullmatch(written) if isinstance(written, str) else None
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or '+00:00'}")
        return VagueTime.parse(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    except (ValueError, OverflowError, BadInput):
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
