"""A message as a letter: plain text that says everything, and the same as plain HTML.

No picture, no link, no script, nothing that is fetched when it is read: whether it was opened is
none of the sender's business, and nobody could know it from a mail anyway.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final

from parley.channel.wording.tongue import LEFT_TO_RIGHT, POP
from parley.desk.ways.message import Message

_POLICY: Final = SMTP.clone(max_line_length=78)
_RTL: Final = ("ar", "fa", "he", "ku-Arab", "ps", "ur", "yi")


def letter(message: Message, key: str, *, sender: str, domain: str, now: int) -> EmailMessage:
    """The letter. Its Message-ID is the same at every try, so a double is known for one."""
    made = EmailMessage(policy=_POLICY)
    made["From"] = sender
    made["To"] = message.contact
    made["Subject"] = message.title
    made["Date"] = format_datetime(datetime.fromtimestamp(now // 1000, UTC))
    made["Message-ID"] = message_id(key, domain)
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = message.language
    if message.urgent:
        made["Importance"] = "high"
        made["X-Priority"] = "1"
    made.set_content(f"{message.words}\n", cte="quoted-printable")
    made.add_alternative(_page(message), subtype="html", cte="quoted-printable")
    return made


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a key; what comes back bears it, and so is known again."""
    return f"<parley.{key}@{domain}>"


def _turned(message: Message) -> bool:
    """Whether the text runs from the right."""
    return message.language in _RTL or message.language.partition("-")[0] in _RTL


def _page(message: Message) -> str:
    paragraphs = "\n".join(
        f'<p dir="auto">{"<br>".join(map(_isolated, block.splitlines()))}</p>'
        for block in re.split(r"\n\s*\n", message.words)
    )
    side = "rtl" if _turned(message) else "ltr"
    return (
        f'<!doctype html><html lang="{escape(message.language)}" dir="{side}">'
        '<head><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(message.title)}</title></head>"
        f"<body>\n{paragraphs}\n</body></html>\n"
    )


def _isolated(line: str) -> str:
    """A line with its figures kept in their own order by markup.

    A span with `dir`, and not the signs of Unicode or `bdi`, which some readers of mail drop.
    """
    spans = escape(line).replace(LEFT_TO_RIGHT, '<span dir="ltr">').replace(POP, "</span>")
    return spans if line.count(LEFT_TO_RIGHT) == line.count(POP) else escape(line)
