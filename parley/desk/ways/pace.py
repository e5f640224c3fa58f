"""How hard and how often is tried: plain numbers and the arithmetic on them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1, le=1000)]
Wait = Annotated[float, Meta(ge=0.1, le=604_800)]


class Pace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one sort of message is tried again."""

    tries: Annotated[Count, Meta(description="How many tries before an attempt is given up.")]
    first_wait_s: Annotated[Wait, Meta(description="After the first try that failed.")]
    longest_wait_s: Annotated[Wait, Meta(description="The wait doubles up to this.")]
    give_up_s: Annotated[Wait, Meta(description="After this long no further try is made.")]

    def wait_s(self, tries: int, chance: float) -> float:
        """How long to wait after that many failed tries; `chance` in [0, 1) spreads it by half.

        Spread, so that all that failed together does not come back together.
        """
        whole = min(self.longest_wait_s, self.first_wait_s * 2.0 ** min(tries - 1, 40))
        return whole * (0.5 + 0.5 * chance)


class OutboxRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limits of the outbox. A stop request has its own pace and its own slots."""

    at_once: Annotated[
        Count, Meta(description="Sends under way at once on each way; as many for stop requests.")
    ] = 8
    per_contact_hour: Annotated[
        Count, Meta(description="Most messages to one contact in an hour; stop requests pass.")
    ] = 30
    send_s: Annotated[Wait, Meta(description="Longest time one send may take.")] = 60.0
    ordinary: Pace = Pace(tries=10, first_wait_s=5, longest_wait_s=900, give_up_s=86_400)
    urgent: Pace = Pace(tries=30, first_wait_s=1, longest_wait_s=20, give_up_s=3_600)

    def pace(self, *, urgent: bool) -> Pace:
        """The pace of a message."""
        return self.urgent if urgent else self.ordinary
