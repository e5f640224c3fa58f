"""ways.toml: which ways out this desk has. Secrets stand in files of their own, never in it.

    [outbox]                      limits; all of it may be left out
    [mail]                        host, sender, and how to log in
    [webhook.NAME]                an endpoint that messages name; NAME is what the rota says
    [gateway]                     text messages and voice
    [beat]                        where the heartbeat is written for an outside watchdog

Paths are relative to the desk's folder. Every refusal names the line and the field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from parley.desk.keyfile import read_secret
from parley.desk.ways.carriers.addresses import read_endpoint
from parley.desk.ways.carriers.gateway import Gateway
from parley.desk.ways.carriers.mail import MailRelay, Security
from parley.desk.ways.carriers.signing import read_secrets
from parley.desk.ways.carriers.webhook import Hook
from parley.desk.ways.pace import OutboxRules
from parley.errors import BadInput, Refusal, expected
from parley.record.values.refused import shown
from parley.record.values.text import Name
from parley.record.values.wording import reworded

FILE: Final = "ways.toml"
_MOST_BYTES: Final = 100_000
Limit = Annotated[float, Meta(ge=1, le=300, description="Seconds a whole exchange may take.")]
Check = Callable[[], None]
Path_ = Annotated[Name, Meta(description="A file, relative to the desk's folder.")]


class MailSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[mail]"""

    host: Name
    sender: Annotated[Name, Meta(description='"Desk of the mission <desk@mission.example>"')]
    port: Annotated[int, Meta(ge=1, le=65_535)] = 587
    security: Security = "starttls"
    user: Name | None = None
    password_file: Path_ | None = None
    ca_file: Path_ | None = None
    bounces: Annotated[
        Name | None, Meta(description="A Maildir or mbox where what comes back is delivered.")
    ] = None
    limit_s: Limit = 30.0


class HookSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[webhook.NAME]"""

    url: Name
    secret_file: Annotated[Name, Meta(description="One or two lines whsec_...; the new one first.")]
    inside: Annotated[bool, Meta(description="It lies on the desk's own network.")] = False
    ca_file: Path_ | None = None
    limit_s: Limit = 20.0


class GatewaySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[gateway]"""

    url: Name
    bearer_file: Annotated[Name | None, Meta(description="The gateway's token for us.")] = None
    secret_file: Annotated[
        Name | None, Meta(description="With what it signs its calls back (whsec_...).")
    ] = None
    callback: Annotated[Name | None, Meta(description="Where it calls back, if asked to.")] = None
    split: Annotated[bool, Meta(description="Cut texts into numbered parts of their own.")] = False
    most_parts: Annotated[int, Meta(ge=1, le=255)] = 20
    inside: bool = False
    ca_file: Path_ | None = None
    limit_s: Limit = 20.0


class BeatSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """[beat]"""

    file: Path_ = "beat"
    every_s: Annotated[float, Meta(ge=1, le=60)] = 5.0


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of ways.toml."""

    outbox: OutboxRules = OutboxRules()
    mail: MailSettings | None = None
    webhook: dict[str, HookSettings] = {}
    gateway: GatewaySettings | None = None
    beat: BeatSettings = BeatSettings()


def read_settings(home: Path) -> Settings:
    """The settings of a desk's folder; without the file, only pages open here are a way out."""
    path = home / FILE
    if not path.exists():
        return Settings()
    raw = path.read_bytes()
    if len(raw) > _MOST_BYTES:
        raise expected(f"at most {_MOST_BYTES} bytes", len(raw), FILE)
    return parse_settings(raw)


def parse_settings(raw: bytes) -> Settings:
    """Read ways.toml; BadInput names the line and the field at fault."""
    try:
        text = raw.decode()
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        what, _, where = str(fault).partition(" (at ")
        at = f"{FILE}, {where.rstrip(')')}" if where else FILE
        raise BadInput(f"expected TOML, got: {what[:1].lower()}{what[1:]}", at=at) from None
    except (UnicodeDecodeError, RecursionError):
        raise expected("TOML in UTF-8", "something else", FILE) from None
    try:
        found = msgspec.convert(plain, Settings)
    except msgspec.ValidationError as fault:
        refused = reworded(fault, Settings, plain, at="")
        raise _at_line(refused, text, refused.at) from None
    for path, check in _checks(found):
        try:
            check()
        except BadInput as fault:
            raise _at_line(fault, text, path) from None
    return found


def _checks(found: Settings) -> list[tuple[str, Check]]:
    """What the fields must be together, each with the field it is about."""
    mail, gateway = found.mail, found.gateway
    checks: list[tuple[str, Check]] = []
    if mail is not None:
        checks.append((".mail.sender", partial(_sender, mail)))
        checks.append((".mail.password_file", partial(_login, mail)))
    for name, hook in found.webhook.items():
        checks.append((f".webhook.{name}", partial(_named, name)))
        checks.append((f".webhook.{name}.url", partial(_url, hook.url, hook.inside)))
    if gateway is not None:
        checks.append((".gateway.url", partial(_url, gateway.url, gateway.inside)))
        if gateway.callback is not None:
            back = gateway.callback
            checks.append((".gateway.callback", partial(_url, back, gateway.inside)))
    return checks


def _named(name: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", name):
        raise expected("a name of a-z 0-9 _ - for an endpoint", shown(name))


def _sender(mail: MailSettings) -> None:
    address = parseaddr(mail.sender)[1]
    if not re.fullmatch(r"[^@\s]+@[A-Za-z0-9.-]+", address):
        raise expected('a sender like "Desk <desk@mission.example>"', "another")


def _login(mail: MailSettings) -> None:
    if (mail.user is None) != (mail.password_file is None):
        raise expected("user and password_file together", "one of them")
    if mail.user is not None and mail.security == "none":
        raise expected("starttls or tls where a password is sent", "none")


def _url(url: str, inside: bool) -> None:
    try:
        read_endpoint(url, inside=inside)
    except BadInput as fault:
        raise BadInput(fault.sentence) from None


def mail_relay(settings: MailSettings, home: Path) -> MailRelay:
    """The mail server, with its password read from its file."""
    password = settings.password_file and _one_line(home / settings.password_file)
    return MailRelay(
        host=settings.host,
        port=settings.port,
        security=settings.security,
        sender=settings.sender,
        domain=parseaddr(settings.sender)[1].partition("@")[2],
        user=settings.user,
        password=password,
        ca_file=_file(home, settings.ca_file),
        limit_s=settings.limit_s,
    )


def hooks(settings: Settings, home: Path) -> dict[str, Hook]:
    """The endpoints by name, with their secrets read from their files."""
    return {
        name: Hook(
            endpoint=read_endpoint(
                one.url, inside=one.inside, ca_file=_file(home, one.ca_file),
                at=f"{FILE}, webhook.{name}.url",
            ),
            secrets=read_secrets(home / one.secret_file),
            limit_s=one.limit_s,
        )
        for name, one in settings.webhook.items()
    }  # fmt: skip


def gateway(settings: GatewaySettings, home: Path) -> Gateway:
    """The gateway, with its secrets read from their files."""
    return Gateway(
        endpoint=read_endpoint(
            settings.url, inside=settings.inside, ca_file=_file(home, settings.ca_file),
            at=f"{FILE}, gateway.url",
        ),
        bearer=_one_line(home / settings.bearer_file) if settings.bearer_file else None,
        secrets=read_secrets(home / settings.secret_file) if settings.secret_file else (),
        callback=settings.callback,
        split=settings.split,
        most_parts=settings.most_parts,
        limit_s=settings.limit_s,
    )  # fmt: skip


def _file(home: Path, name: str | None) -> str | None:
    return str(home / name) if name else None


def _one_line(path: Path) -> str:
    lines = read_secret(path).decode("utf-8", "replace").splitlines()
    if len(lines) != 1 or not lines[0].strip() or not lines[0].isprintable():
        raise expected("one secret on one line", f"{len(lines)} lines", path.name)
    return lines[0]


def _at_line(fault: Refusal, text: str, path: str) -> BadInput:
    steps = [step for step in re.split(r"[.\[\]]", path) if step]
    where = f"{FILE}, line {line_of(text, steps)}" + (f", {'.'.join(steps)}" if steps else "")
    return BadInput(fault.sentence, at=where)


def line_of(text: str, steps: list[str]) -> int:
    """The line of a field in TOML, from 1; of the nearest table around it where it is absent."""
    table: list[str] = []
    best, line = 0, 1
    for number, written in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[+([^\[\]]+)\]+", written)
        field = re.match(r"\s*([\w.\"'-]+)\s*=", written)
        if head:
            here = table = _steps(head[1])
        elif field:
            here = [*table, *_steps(field[1])]
        else:
            continue
        if len(here) > best and here == steps[: len(here)]:
            best, line = len(here), number
    return line


def _steps(dotted: str) -> list[str]:
    return [step.strip().strip("\"'") for step in dotted.split(".")]
