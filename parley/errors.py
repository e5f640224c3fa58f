"""Every way Parley says no.

    Refusal                     something was refused; nothing was lost
    ├── BadInput                what was given is not well formed            exit 2
    ├── NotFound                there is no such entry, case or file         exit 2
    ├── NotAdmitted             the ledger will not take this envelope       exit 4
    │   ├── WrongLog            it was made for another log, or another past
    │   ├── BadSignature        the signature is not that key's
    │   └── KeyRefused          this key may not do this, or may not be added
    ├── NotProven               a proof, file or receipt does not hold       exit 1
    │   └── NotAuthenticated    it holds together, but no trust root was given  exit 3
    ├── NotReadable             sealed for others, or erased                 exit 5
    └── Damaged                 the store is not sound, or cannot be written exit 6
        ├── InUse               another process is the writer
        └── DiskFailed          a write or sync failed; the desk has stopped

Each carries one sentence for the person at the desk: "expected X, got Y, at Z".
"""

from __future__ import annotations


class Refusal(Exception):
    """Something was refused; nothing was lost.

    `sentence` is for the person at the desk. `at` is the path of the field, file or entry at fault
    ("" where there is none). `remedy` says what to do next, where that is known.
    """

    exit_code = 2

    def __init__(self, sentence: str, *, at: str = "", remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at
        self.remedy = remedy

    def __str__(self) -> str:
        where = f", at {self.at}" if self.at else ""
        then = f" {self.remedy}" if self.remedy else ""
        return f"{self.sentence}{where}.{then}"


class BadInput(Refusal):
    """What was given is not well formed."""


class NotFound(Refusal):
    """There is no such entry, case or file."""


class NotAdmitted(Refusal):
    """The ledger will not take this envelope."""

    exit_code = 4


class WrongLog(NotAdmitted):
    """The envelope was made for another log, or for another past of this one."""


class BadSignature(NotAdmitted):
    """The signature is not that key's."""


class KeyRefused(NotAdmitted):
    """This key may not do this, or may not be added this way."""


class NotProven(Refusal):
    """A proof, a file or a receipt does not hold."""

    exit_code = 1


class NotAuthenticated(NotProven):
    """It holds together, but nothing ties it to a log the reader trusts."""

    exit_code = 3


class NotReadable(Refusal):
    """The part is sealed for others, or has been erased."""

    exit_code = 5


class Damaged(Refusal):
    """The store is not sound, or cannot be written."""

    exit_code = 6


class InUse(Damaged):
    """Another process is the writer."""


class DiskFailed(Damaged):
    """A write or sync failed; the desk has stopped rather than guess."""


def expected(wanted: str, got: object, at: str = "") -> BadInput:
    """The one form of a refusal of input: expected X, got Y, at Z."""
    return BadInput(f"expected {wanted}, got {got}", at=at)
