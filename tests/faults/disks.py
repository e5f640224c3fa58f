"""What a disk may hold after the power was cut, by the calls that were made on it.

The model is the hard one a file system is allowed to be, and some are: what was synced is there;
of what was written since, any part may be there, in any order, whole or torn between sectors of
512 bytes; a file that was made may be missing and one that was deleted may be back, until the
folder itself was synced. It is not harder than SQLite's own: a sector holds the old bytes or the
new ones (sqlite.org/psow.html).
"""

from __future__ import annotations

from random import Random

from tests.faults.shim import Call

SECTOR = 512


class _File:
    """A file's synced bytes, and the calls since."""

    def __init__(self) -> None:
        self.synced = bytearray()
        self.since: list[Call] = []

    def sync(self) -> None:
        for call in self.since:
            _apply(self.synced, call)
        self.since.clear()

    def after_cut(self, chance: Random) -> bytes:
        """Its bytes after a cut: each call since the sync kept, lost or torn."""
        found = bytearray(self.synced)
        kept, torn = chance.choice(
            [(0.0, 0.0), (1.0, 0.0), (0.5, 0.0), (0.8, 0.1), (0.1, 0.1), (0.3, 0.6), (0.0, 1.0)]
        )
        for call in self.since:
            fate = chance.random()
            if fate < kept:
                _apply(found, call)
            elif fate < kept + torn:
                _tear(found, call, chance)
        return bytes(found)


class Disk:
    """Follows the calls on the files of one folder."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}  # as the running program sees them
        self._synced: dict[str, _File] = {}  # as the folder lists them after a cut at the latest
        self._since: list[tuple[str, _File | None]] = []

    def take(self, call: Call) -> None:
        """One call was done."""
        match call.verb:
            case "create":
                self._files[call.name] = _File()
                self._since.append((call.name, self._files[call.name]))
            case "delete":
                del self._files[call.name]
                self._since.append((call.name, None))
            case "write" | "truncate":
                self._files[call.name].since.append(call)
            case "sync":
                self._files[call.name].sync()
            case "read":
                return
        if call.folder:
            self._synced = dict(self._files)
            self._since.clear()

    def after_cut(self, chance: Random) -> dict[str, bytes]:
        """One thing the disk may hold: the files by name."""
        files = dict(self._synced)
        # A folder's list is changed in order on every file system we know: a beginning is there.
        for name, file in self._since[: chance.randint(0, len(self._since))]:
            if file is None:
                files.pop(name, None)
            else:
                files[name] = file
        return {name: file.after_cut(chance) for name, file in sorted(files.items())}


def _apply(found: bytearray, call: Call) -> None:
    if call.verb == "truncate":
        del found[call.number :]
        return
    found.extend(bytes(max(0, call.offset - len(found))))
    found[call.offset : call.offset + len(call.content)] = call.content


def _tear(found: bytearray, call: Call, chance: Random) -> None:
    """Write some of the sectors a write touches."""
    if call.verb == "truncate":
        return
    at, end = call.offset, call.offset + len(call.content)
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        if chance.random() < 0.5:
            part = call.content[at - call.offset : until - call.offset]
            _apply(found, Call("write", call.name, at, part))
        at = until
