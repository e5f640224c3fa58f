"""What a watchdog does when it rings: fetch the beat, and make itself heard by other ways.

None of it goes through the desk that is being watched.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from parley.desk.ways.carriers.addresses import read_endpoint
from parley.desk.ways.carriers.mail import MailWay
from parley.desk.ways.carriers.posting import NoReply, exchange
from parley.desk.ways.carriers.webhook import WebhookWay
from parley.desk.ways.heart.beat import MOST_BYTES
from parley.desk.ways.heart.watching import Alarm
from parley.desk.ways.message import Message
from parley.desk.ways.port import Accepted, Arrived, Later, Refused, Way
from parley.desk.ways.settings import hooks, mail_relay, read_settings
from parley.errors import expected
from parley.record.values.line import Way as WayName

_FETCH_S: Final = 10.0
_SEND_S: Final = 30.0
_RUN_S: Final = 30.0


def read_source(source: str) -> bytes | str:
    """The bytes of a beat from a file or an address, or in words why there are none."""
    if source.startswith(("http://", "https://")):
        # Signed, so plain http does no harm; and named by whoever started the watchdog.
        endpoint = read_endpoint(source, inside=True, at="the address of the beat")
        reply = asyncio.run(
            exchange(endpoint, method="GET", headers={}, limit_s=_FETCH_S, most=MOST_BYTES)
        )
        if isinstance(reply, NoReply):
            return reply.why.rstrip(".").lower()
        return reply.body if reply.status == 200 else f"its address answered {reply.status}"
    try:
        with Path(source).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as fault:
        return f"its file cannot be read ({fault.strerror})"


class Sounder:
    """Makes an alarm heard: a program, letters, webhooks. Each in turn, none stops the next."""

    def __init__(
        self, *, program: Sequence[str] = (), ways: Path | None = None,
        mail: Sequence[str] = (), webhook: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """`ways` is a folder with a ways.toml of the watchdog's own, and its secrets."""
        if (mail or webhook) and ways is None:
            raise expected("--ways with a folder that has a ways.toml", "none", "--mail, --webhook")
        self._program = tuple(program)
        self._ways: dict[str, Way] = {}
        self._contacts: list[tuple[WayName, str]] = []
        self._rings, self._secret = 0, os.urandom(32)
        if ways is not None:
            self._open(ways, mail, webhook)

    def _open(self, home: Path, mail: Sequence[str], webhook: Sequence[str]) -> None:
        settings = read_settings(home)
        if mail and settings.mail is None:
            raise expected("[mail] in ways.toml", "none", "--mail")
        if settings.mail is not None:
            self._ways["mail"] = MailWay(mail_relay(settings.mail, home), now=_now)
        known = hooks(settings, home)
        for name in webhook:
            if name not in known:
                raise expected(f"[webhook.{name}] in ways.toml", "none", "--webhook")
        self._ways["webhook"] = WebhookWay(known, now=_now)
        self._contacts = [("mail", one) for one in mail] + [("webhook", one) for one in webhook]

    def sound(self, alarm: Alarm, log: str) -> list[str]:
        """Make it heard; what did not work, in words without addresses."""
        self._rings += 1
        faults = self._run(alarm)
        if self._contacts:
            faults += asyncio.run(self._send(alarm, log))
        return faults

    def _run(self, alarm: Alarm) -> list[str]:
        if not self._program:
            return []
        told = {**os.environ, "PARLEY_ALARM": alarm.what, "PARLEY_WORDS": alarm.words}
        try:
            # The operator's own program and arguments, without a shell.
            ended = subprocess.run(self._program, env=told, timeout=_RUN_S, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as fault:
            return [f"the program {self._program[0]} did not run: {type(fault).__name__}"]
        return [f"the program ended with {ended.returncode}"] if ended.returncode else []

    async def _send(self, alarm: Alarm, log: str) -> list[str]:
        messages = [
            Message(
                of=f"sha256:{sha256(alarm.words.encode()).hexdigest()}",
                kind=f"watchdog.{alarm.what}", way=way, to="watchdog", contact=contact,
                subject=f"WATCHDOG: {log} {alarm.what}", text=alarm.words,
                attempt=self._rings, urgent=True,
            )
            for way, contact in self._contacts
        ]  # fmt: skip
        sends = [asyncio.create_task(self._one(message)) for message in messages]
        done, late = await asyncio.wait(sends, timeout=_SEND_S)
        for one in late:
            one.cancel()
        found = [fault for one in done if (fault := one.result()) is not None]
        return found + [f"{len(late)} of the letters had no end in time"] * bool(late)

    async def _one(self, message: Message) -> str | None:
        key = sha256(self._secret + f"{message.contact} {message.attempt} {message.kind}".encode())
        match await self._ways[message.way].send(message, key.hexdigest()[:40]):
            case Accepted() | Arrived():
                return None
            case Later(why=why) | Refused(why=why):
                return f"by {message.way}: {why}"


def _now() -> int:
    return time.time_ns() // 1_000_000
