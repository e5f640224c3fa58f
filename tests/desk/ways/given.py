"""What the tests of the ways out are given: messages, and time and chance that they decide on."""

from __future__ import annotations

from parley.channel.wording import Choice
from parley.desk.ways.message import Message
from parley.desk.ways.outbox import Given
from parley.record.values.line import Way

SECRET = b"\x05" * 32
START_MS = 1_800_000_000_000
CHOICES = (
    Choice(key="1", meaning="received", words="received (this is not consent)"),
    Choice(key="3", meaning="will comply", words="we will comply"),
    Choice(key="4", meaning="objected", words="we object"),
    Choice(key="9", meaning="repeat", words="say it again"),
)
ALARM = (Choice(key="1", meaning="taken", words="I take this and will read it back"),)


def message(number: int = 0, *, way: Way = "mail", contact: str = "duty@south.example",
            to: str = "duty officer, south", attempt: int = 1, urgent: bool = False,
            text: str = "Movement notified. Reply within 15 minutes.") -> Message:  # fmt: skip
    """One message; `number` makes it another record's."""
    return Message(
        of=f"sha256:{number:064x}",
        kind="alert.stop_requested" if urgent else "notice.movement_notified",
        way=way,
        to=to,
        contact=contact,
        subject="STOP REQUEST" if urgent else "Movement notified",
        text=text,
        attempt=attempt,
        urgent=urgent,
        choices=ALARM if urgent else CHOICES,
    )


class Hands:
    """A clock that is moved by hand, and chance that is always the same."""

    def __init__(self) -> None:
        self.steady_s = 1000.0
        self.wall_ms = START_MS

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.steady_s += seconds
        self.wall_ms += round(seconds * 1000)

    @property
    def given(self) -> Given:
        return Given(steady=lambda: self.steady_s, now=lambda: self.wall_ms, chance=lambda: 0.5)
