"""Mail over SMTP (RFC 5321): a server that takes it has taken it, and no more than that is said.

A reply of 4yz is tried again, one of 5yz is not. Delivery reports are asked for where the server
offers them (RFC 3461), under the idempotency key as envelope id; they and bounces are read by
`bounces`. A password goes over a secured line only.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from email.utils import parseaddr
from functools import lru_cache
from typing import Literal

import aiosmtplib
from aiosmtplib import SMTP
from msgspec import Struct

from parley.desk.ways.carriers.letter import letter
from parley.desk.ways.message import Message
from parley.desk.ways.port import Accepted, Later, Outcome, Refused, one_line

Security = Literal["starttls", "tls", "none"]


class MailRelay(Struct, frozen=True, kw_only=True):
    """The server that takes the desk's mail, and as whom it is given."""

    host: str
    port: int
    security: Security
    sender: str
    domain: str
    user: str | None = None
    password: str | None = None
    ca_file: str | None = None
    limit_s: float = 30.0

    def __repr__(self) -> str:
        return f"MailRelay({self.host}:{self.port}, {self.security})"


class MailWay:
    """Mail, one letter to one address at a time."""

    def __init__(self, relay: MailRelay, *, now: Callable[[], int]) -> None:
        """`now` is the wall clock in ms."""
        self._relay, self._now = relay, now

    async def send(self, message: Message, key: str) -> Outcome:
        """Give it to the server. Nothing in the outcome names the address."""
        relay = self._relay
        try:
            made = letter(
                message, key, sender=relay.sender, domain=relay.domain, now=self._now()
            ).as_bytes()
        except (ValueError, IndexError):  # an address that no header can hold
            return Refused("The address is none that mail can be sent to.")
        client = SMTP(
            hostname=relay.host,
            port=relay.port,
            timeout=relay.limit_s,
            use_tls=relay.security == "tls",
            start_tls=False,
            local_hostname=relay.domain,
            tls_context=_tls(relay.ca_file),
        )
        try:
            return await self._given(client, message.contact, made, key)
        except (aiosmtplib.SMTPConnectResponseError, aiosmtplib.SMTPHeloError) as fault:
            return Later(f"{fault.code} {one_line(fault.message)}")  # of the server, not the letter
        except aiosmtplib.SMTPResponseException as fault:
            return _answered(fault.code, fault.message, message.contact)
        except aiosmtplib.SMTPRecipientsRefused as fault:
            first = fault.recipients[0]
            return _answered(first.code, first.message, message.contact)
        except (aiosmtplib.SMTPException, OSError) as fault:
            return Later(f"The mail server did not take it: {type(fault).__name__}.")
        except ValueError:
            return Refused("The address is none that mail can be sent to.")
        finally:
            client.close()

    async def _given(self, client: SMTP, to: str, made: bytes, key: str) -> Outcome:
        relay = self._relay
        await client.connect()
        if relay.security == "starttls":
            # Refused with a word of its own where the server offers none: never sent in the clear.
            await client.starttls()
        if relay.user is not None and relay.password is not None:
            await client.login(relay.user, relay.password)
        await client.ehlo()
        reports = client.supports_extension("dsn")
        await client.sendmail(
            parseaddr(relay.sender)[1],
            [to],
            made,
            mail_options=["RET=HDRS", f"ENVID={key}"] if reports else [],
            rcpt_options=["NOTIFY=SUCCESS,FAILURE,DELAY"] if reports else [],
        )
        return Accepted()


def _answered(code: int, said: str, contact: str) -> Outcome:
    """4yz is for now, 5yz for good (RFC 5321, section 4.2.1); logging in is for the operator."""
    words = one_line(said).replace(contact, "the address")
    if 500 <= code < 600 and code not in (530, 534, 535, 538):
        return Refused(f"{code} {words}")
    return Later(f"{code} {words}")


@lru_cache(maxsize=8)
def _tls(ca_file: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
