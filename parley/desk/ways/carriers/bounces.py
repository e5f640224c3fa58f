"""What mail servers send back: delivery reports and bounces (RFC 3464), read from a mailbox.

A report is believed only if it bears the key of a letter of ours, as the envelope id we gave
(RFC 3461) or in the Message-ID of the letter it returns. The key cannot be guessed, so a bounce
that somebody made up belongs to nothing. Anything else in the mailbox is left for a person.
"""

from __future__ import annotations

import email
import logging
import mailbox
import re
from collections.abc import Callable, Iterator
from email.message import Message as Mail
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from parley.desk.ways.port import Arrived, Refused, one_line

_LOG: Final = logging.getLogger("parley.ways")
MOST_BYTES: Final = 1_000_000
_MOST_MBOX: Final = 64_000_000
_MOST_BLOCKS: Final = 50
_KEY = re.compile(r"[0-9a-f]{40}")
_OURS = re.compile(r"<?parley\.([0-9a-f]{40})@")
_ADDRESS = re.compile(r"\S+@\S+")
Action = Literal["failed", "delivered", "delayed"]
_ACTIONS: Final[dict[str, Action]] = {
    "failed": "failed", "delivered": "delivered", "expanded": "delivered", "delayed": "delayed",
}  # fmt: skip


class Report(Struct, frozen=True, kw_only=True):
    """What became of one letter: its key, and what the server says of it, without addresses."""

    key: str
    action: Action
    why: str = ""


def read_report(raw: bytes) -> Report | None:
    """The report in a mail; None for a mail that is no report, or of no letter of ours.

    "relayed" is none: a server passed it on to one that gives no reports.
    """
    try:
        return _read(raw)
    except RecursionError:  # boxes in boxes, deeper than any server packs them
        return None


def _read(raw: bytes) -> Report | None:
    mail = email.message_from_bytes(raw[:MOST_BYTES])
    if mail.get_content_type() != "multipart/report":
        return None
    blocks: list[Mail] = []
    returned: list[Mail] = []
    for part in _parts(mail):
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            blocks += _inner(part)
        elif kind == "message/rfc822":
            returned += _inner(part)
        elif kind == "text/rfc822-headers":
            body = part.get_payload(decode=True)
            returned += [email.message_from_bytes(body)] if isinstance(body, bytes) else []
    key = _key_in(blocks, returned)
    said = [(action, one) for one in blocks[:_MOST_BLOCKS]
            if (action := _ACTIONS.get(_field(one, "action").lower()))]  # fmt: skip
    if key is None or not said:
        return None
    for action in ("failed", "delayed", "delivered"):  # the worst that any block says
        for found, block in said:
            if found == action:
                return Report(key=key, action=found, why=_why(block))
    return None


def _parts(mail: Mail) -> Iterator[Mail]:
    found = mail.get_payload()
    if isinstance(found, list):
        yield from (part for part in found[:_MOST_BLOCKS] if isinstance(part, Mail))


def _inner(part: Mail) -> list[Mail]:
    return list(_parts(part))


def _key_in(blocks: list[Mail], returned: list[Mail]) -> str | None:
    for block in blocks:
        found = _field(block, "original-envelope-id")
        if _KEY.fullmatch(found):
            return found
    for mail in returned:
        ours = _OURS.match(_field(mail, "message-id"))
        if ours:
            return ours[1]
    return None


def _field(block: Mail, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _why(block: Mail) -> str:
    said = " ".join(filter(None, (_field(block, "status"), _field(block, "diagnostic-code"))))
    return one_line(_ADDRESS.sub("(address)", said)) if said else "no reason given"


class BounceBox:
    """A mailbox of the desk's own: a Maildir folder, or an mbox file.

    A mail in a Maildir is marked as read once it is in the record. An mbox file belongs to another
    program and is only read; what was read is remembered by size, and after a restart the record
    knows what it has.
    """

    def __init__(self, path: Path, report: Callable[[str, Arrived | Refused], bool]) -> None:
        self._path, self._report = path, report
        self._read = 0

    def look(self) -> int:
        """Read what is new; returns how many reports of ours it held."""
        if self._path.is_dir():
            return self._look_in_folder()
        return self._look_in_file() if self._path.is_file() else 0

    def _look_in_folder(self) -> int:
        found = 0
        for path in sorted((self._path / "new").glob("*")):
            with path.open("rb") as mail:
                found += self._take(mail.read(MOST_BYTES))
            seen = self._path / "cur" / f"{path.name}:2,S"
            seen.parent.mkdir(exist_ok=True)
            path.replace(seen)
        return found

    def _look_in_file(self) -> int:
        size = self._path.stat().st_size
        if size == self._read or size > _MOST_MBOX:
            return 0
        box = mailbox.mbox(self._path, create=False)
        try:
            found = sum(self._take(box.get_bytes(name)) for name in box.keys())
        finally:
            box.close()
        self._read = size
        return found

    def _take(self, raw: bytes) -> int:
        report = read_report(raw)
        if report is None:
            return 0
        if report.action == "delayed":
            return 1  # not an outcome: the server goes on trying
        said = Arrived() if report.action == "delivered" else Refused(report.why)
        if not self._report(report.key, said):
            _LOG.warning("a report of a letter nobody knows: %s", report.key)
            return 0
        return 1
