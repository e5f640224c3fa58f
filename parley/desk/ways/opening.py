"""Opening the ways out of a desk: its settings, its queue, its record, its courier."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import SystemRandom
from typing import Final, Protocol

from parley.desk.clock import Clock
from parley.desk.keyfile import read_secret, write_secret
from parley.desk.ways.carriers.bounces import BounceBox
from parley.desk.ways.carriers.gateway import GatewayWay
from parley.desk.ways.carriers.mail import MailWay
from parley.desk.ways.carriers.open_pages import OpenPagesWay
from parley.desk.ways.carriers.webhook import WebhookWay
from parley.desk.ways.courier import Courier
from parley.desk.ways.hub import Hub
from parley.desk.ways.journal import Acting, DeskJournal
from parley.desk.ways.letters import FolderLetters
from parley.desk.ways.outbox import Given, Outbox
from parley.desk.ways.port import Way
from parley.desk.ways.settings import Settings, gateway, hooks, mail_relay
from parley.errors import expected

KEY: Final = "ways.key"
OUTBOX: Final = "outbox"


class OpenDesk(Acting, Protocol):
    """The part of a desk that its ways out need."""

    home: Path
    clock: Clock


def open_courier(desk: OpenDesk, settings: Settings, hub: Hub) -> Courier:
    """The courier of a desk, not yet started; use it in a `with` block.

    Refuses before anything is sent: a secret that is missing or open to others, an endpoint that
    breaks the rules, another outbox at work in the same folder.
    """
    secret = outbox_secret(desk.home)
    ways = open_ways(desk, settings, hub, secret)
    letters = FolderLetters(desk.home / OUTBOX, secret)
    outbox = Outbox(
        letters,
        DeskJournal(desk),
        rules=settings.outbox,
        secret=secret,
        given=Given(steady=time.monotonic, now=desk.clock.now, chance=SystemRandom().random),
    )
    box = None
    if settings.mail is not None and settings.mail.bounces is not None:
        box = BounceBox(desk.home / settings.mail.bounces, outbox.report)
    return Courier(
        outbox, ways, now=desk.clock.now, send_s=settings.outbox.send_s,
        look=box.look if box else None,
    )  # fmt: skip


def open_ways(
    desk: OpenDesk, settings: Settings, hub: Hub, secret: bytes
) -> dict[str, Way]:
    """Every way out that the settings name, and the pages open here."""
    now, home = desk.clock.now, desk.home
    ways: dict[str, Way] = {"in-app": OpenPagesWay(hub)}
    if settings.mail is not None:
        ways["mail"] = MailWay(mail_relay(settings.mail, home), now=now)
    if settings.webhook:
        ways["webhook"] = WebhookWay(hooks(settings, home), now=now)
    if settings.gateway is not None:
        both = GatewayWay(gateway(settings.gateway, home), secret=secret, now=now)
        ways["text-message"] = ways["voice"] = both
    return ways


def outbox_secret(home: Path) -> bytes:
    """The secret that keys and seals the queue; made the first time."""
    path = home / "keys" / KEY
    if not path.exists():
        write_secret(path, os.urandom(32))
    found = read_secret(path)
    if len(found) != 32:
        raise expected("32 secret bytes", len(found), path.name)
    return found
