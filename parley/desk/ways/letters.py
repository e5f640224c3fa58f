"""The durable queue: each message as one sealed file, from before its first try to its outcome.

The record could say that something is still to be sent, but not in which words it was first sent,
and a receiver may hold those already. So the words lie here, sealed, until the attempt has an
outcome in the record; then the file goes. One process holds the folder; a second is refused.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import msgspec
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from parley.desk.ways.message import Message, sealing_key
from parley.errors import InUse

_LOG: Final = logging.getLogger("parley.ways")
_NAME = re.compile(r"([0-9a-f]{40})\.letter")


class Letters(Protocol):
    """Where messages wait."""

    def add(self, key: str, message: Message) -> None:
        """Keep a message; durable when this returns."""

    def remove(self, key: str) -> None:
        """Forget a message whose outcome is in the record."""

    def all(self) -> Iterator[tuple[str, Message]]:
        """What waits, the oldest first."""

    def close(self) -> None:
        """Let go."""


class MemoryLetters:
    """The fake: a queue that lives as long as the object does."""

    def __init__(self) -> None:
        self.kept: dict[str, Message] = {}

    def add(self, key: str, message: Message) -> None:
        self.kept.setdefault(key, message)

    def remove(self, key: str) -> None:
        self.kept.pop(key, None)

    def all(self) -> Iterator[tuple[str, Message]]:
        yield from list(self.kept.items())

    def close(self) -> None:
        """Nothing is held."""


class FolderLetters:
    """The queue in a folder, each file sealed with a key of the desk's."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        """Refuses with InUse while another process holds the folder."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder, self._box = folder, SecretBox(sealing_key(secret))
        self._held = os.open(folder / "held", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            os.close(self._held)
            raise InUse(
                "expected to be the only outbox of this desk, got another at work",
                at=folder.name,
                remedy="Stop the other one first; nothing it holds is lost.",
            ) from fault

    def add(self, key: str, message: Message) -> None:
        path = self._path(key)
        if path.exists():
            return
        draft = path.with_suffix(".draft")
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(self._box.encrypt(msgspec.json.encode(message)))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        self._sync()

    def remove(self, key: str) -> None:
        # Not synced: a file that comes back after a power cut is sent again under the same key.
        self._path(key).unlink(missing_ok=True)

    def all(self) -> Iterator[tuple[str, Message]]:
        found = [one for one in self._folder.iterdir() if _NAME.fullmatch(one.name)]
        for path in sorted(found, key=lambda one: (one.stat().st_mtime_ns, one.name)):
            try:
                message = msgspec.json.decode(self._box.decrypt(path.read_bytes()), type=Message)
            except (CryptoError, ValueError, msgspec.DecodeError):
                # Kept aside, because it may be wanted; the watch finds from the record that
                # nothing was tried, and posts the message anew.
                _LOG.error("a queued message cannot be read and is set aside: %s", path.stem)
                path.replace(path.with_suffix(".unreadable"))
                continue
            yield path.stem, message

    def close(self) -> None:
        os.close(self._held)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.letter"

    def _sync(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
