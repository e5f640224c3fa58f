"""The words of an e-mail: its subject and its own text. Attachments are left unopened."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message

from parley.errors import expected
from parley.reading.files.limits import MOST_PARTS


def mail_text(content: bytes, name: str) -> str:
    """The subject, a blank line, and the text of a mail; its HTML only where it has no plain
    text.
    """
    try:
        mail = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        subject = str(mail.get("Subject", "")).strip()
        body = _body(mail, name)
    except (
        MessageError,
        ValueError,
        LookupError,
        RecursionError,
        AttributeError,
        TypeError,
    ) as fault:
        raise expected(
            "an e-mail that can be read", f"a damaged one ({type(fault).__name__})", name
        ) from None
    return f"{subject}\n\n{body}" if subject else body


def _body(mail: EmailMessage, name: str) -> str:
    html: bytes | None = None
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            break
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            return _decoded(part)
        if kind == "text/html" and html is None:
            html = _decoded(part).encode()
    if html is None:
        return ""
    from parley.reading.files.html import html_text

    return html_text(html, name)


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")
