"""Mail, against real SMTP servers on loopback: honest, refusing, slow, dropping, secured."""

from __future__ import annotations

import asyncio
import email
import logging
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from parley.channel.wording.tongue import LEFT_TO_RIGHT, POP
from parley.desk.ways.carriers.letter import letter
from parley.desk.ways.carriers.mail import MailRelay, MailWay
from parley.desk.ways.message import Message, key_of
from parley.desk.ways.port import Accepted, Later, Outcome, Refused
from tests.desk.ways.given import SECRET, START_MS, message
from tests.desk.ways.servers import PEM, raw_server


class Post:
    """What a server does with a letter, and those it took."""

    def __init__(self, *, rcpt: str = "", at_data: str = "", slow_s: float = 0) -> None:
        self.taken: list[EmailMessage] = []
        self.logins: list[bytes] = []
        self.rcpt, self.at_data, self.slow_s = rcpt, at_data, slow_s

    async def on_rcpt(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def on_content(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.slow_s)
        if self.at_data:
            return self.at_data
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append(email.message_from_bytes(content, policy=default))
        return "250 taken"

    handle_RCPT, handle_DATA = on_rcpt, on_content  # as the server calls them


class AnyPort(Controller):
    """A server on a port that is free, whichever it is."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        # A knock is enough to wake it, and with TLS it would wait for more.
        socket.create_connection(("localhost", self.port)).close()


@contextmanager
def office(post: Post, *, tls: str = "none", login: bool = False) -> Iterator[MailRelay]:
    """A real server, and the relay settings that reach it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)

    def check(_s: SMTP, _se: Session, _e: Envelope, mechanism: str, told: object) -> AuthResult:
        assert isinstance(told, LoginPassword)
        post.logins.append(told.password)
        return AuthResult(success=told.password == b"right", handled=False)

    extra: dict[str, Any] = {"authenticator": check, "auth_required": True} if login else {}
    if tls == "starttls":
        extra |= {"tls_context": context, "require_starttls": True}
    controller = AnyPort(
        post, hostname="localhost", port=0, ssl_context=context if tls == "tls" else None, **extra
    )
    controller.start()
    try:
        yield relay(controller.port, tls=tls, password="right" if login else None)
    finally:
        controller.stop()


def relay(port: int, *, tls: str = "none", password: str | None = None,
          limit_s: float = 5, trusted: bool = True) -> MailRelay:  # fmt: skip
    assert tls in ("none", "tls", "starttls")
    return MailRelay(
        host="localhost", port=port, security=tls,  # type: ignore[arg-type]  # checked above
        sender="Desk of the mission <desk@mission.example>", domain="mission.example",
        user="desk" if password else None, password=password,
        ca_file=str(PEM) if trusted else None, limit_s=limit_s,
    )  # fmt: skip


def send(to: MailRelay, one: Message) -> Outcome:
    return asyncio.run(MailWay(to, now=lambda: START_MS).send(one, key_of(one, SECRET)))


@pytest.mark.parametrize("tls", ["none", "starttls", "tls"])
def test_a_letter_is_taken_and_no_more_is_said(tls: str) -> None:
    """A server that takes it has accepted it; whether it arrived or was opened nobody claims."""
    post = Post()
    with office(post, tls=tls) as there:
        assert Accepted() == send(there, message())
    (mail,) = post.taken
    assert "duty@south.example" == mail["To"]
    assert "auto-generated" == mail["Auto-Submitted"]
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert message().text == plain.get_content().strip()


def test_logging_in_happens_over_a_secured_line() -> None:
    """The password arrives over STARTTLS; a wrong one is for the operator, and is tried again."""
    post = Post()
    with office(post, tls="starttls", login=True) as there:
        assert Accepted() == send(there, message())
        wrong = relay(there.port, tls="starttls", password="wrong")
        outcome = send(wrong, message())
    assert {b"right", b"wrong"} == set(post.logins)
    assert isinstance(outcome, Later)
    assert "wrong" not in repr(outcome)
    assert "wrong" not in repr(wrong)


def test_a_server_without_starttls_gets_neither_password_nor_letter() -> None:
    """Where STARTTLS was asked for and is not offered, nothing goes in the clear."""
    post = Post()
    with office(post) as there:
        outcome = send(relay(there.port, tls="starttls", password="right"), message())
    assert isinstance(outcome, Later)
    assert ([], []) == (post.taken, post.logins)


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_server_nobody_vouches_for_gets_nothing(tls: str) -> None:
    """A certificate of an unknown authority ends it, before the login."""
    post = Post()
    with office(post, tls=tls) as there:
        assert isinstance(send(relay(there.port, tls=tls, trusted=False), message()), Later)
    assert [] == post.taken


@pytest.mark.parametrize(
    ("post", "kind"),
    [(Post(rcpt="550 5.1.1 no such user duty@south.example"), Refused),
     (Post(rcpt="451 4.7.1 greylisted, come back"), Later),
     (Post(at_data="554 5.6.0 not wanted"), Refused), (Post(at_data="452 disk full"), Later)],
    ids=["no such user", "greylisted", "not wanted", "disk full"],
)  # fmt: skip
def test_4yz_is_for_now_and_5yz_for_good(post: Post, kind: type) -> None:
    """What the server says is passed on, without the address it repeats."""
    with office(post) as there:
        outcome = send(there, message())
    assert isinstance(outcome, kind)
    assert isinstance(outcome, Later | Refused)
    assert re.match(r"[45]\d\d ", outcome.why)
    assert "duty@" not in outcome.why


def _dropping(line: socket.socket) -> None:
    line.sendall(b"220 here\r\n")
    line.recv(100)


def _closed_office(line: socket.socket) -> None:
    line.sendall(b"554 no mail here\r\n")
    line.recv(100)


def _silent(line: socket.socket) -> None:
    line.recv(1)
    time.sleep(5)


def _babbling(line: socket.socket) -> None:
    line.sendall(b"\x00\xff hello?\r\n" * 10)
    line.recv(100)


@pytest.mark.parametrize("serve", [_dropping, _closed_office, _silent, _babbling])
def test_a_broken_server_is_a_try_that_failed(serve: object) -> None:
    """A server that drops, is silent, babbles or is closed: later, within the limit."""
    assert callable(serve)
    with raw_server(serve) as port:
        began = time.monotonic()
        outcome = send(relay(port, limit_s=0.5), message())
        assert time.monotonic() - began < 4
    assert isinstance(outcome, Later)


@pytest.mark.slow
def test_a_slow_server_is_given_its_time_and_no_more() -> None:
    """A letter that takes longer than the limit is tried again, under the same Message-ID."""
    post = Post(slow_s=1.0)
    with office(post) as there:
        assert isinstance(send(relay(there.port, limit_s=0.3), message()), Later)
        time.sleep(1.0)
        post.slow_s = 0
        assert Accepted() == send(there, message())
    assert {mail["Message-ID"] for mail in post.taken} == {
        f"<parley.{key_of(message(), SECRET)}@mission.example>"
    }


def test_nobody_listening_is_a_try_that_failed() -> None:
    """A port nobody listens on is later."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert isinstance(send(relay(port), message()), Later)


@pytest.mark.parametrize("contact", ["no address", "a@b@c", "x@y>\u00a0RCPT", ",", "a" * 200])
def test_what_is_no_address_never_breaks_the_way(contact: str) -> None:
    """An address that no server would take is refused, here or there, and in words."""
    with office(Post()) as there:
        outcome = send(there, message(contact=contact))
    assert isinstance(outcome, Refused | Later | Accepted)


def test_no_contact_and_no_secret_stands_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    """At the finest level of logging, neither the address nor the password is written."""
    caplog.set_level(logging.DEBUG)
    post = Post()
    with office(post, tls="starttls", login=True) as there:
        send(there, message())
        send(relay(there.port, tls="starttls", password="wrong"), message())
    ours = [one for one in caplog.records if not one.name.startswith("mail")]  # the server's own
    said = " ".join(one.getMessage() for one in ours)
    assert "duty@" not in said
    assert "right" not in said
    assert "duty@" not in repr(message())


def test_the_page_of_a_letter_fetches_nothing() -> None:
    """The HTML has no link, picture, script or style that could say that it was opened."""
    hostile = message(text='<img src="https://x.example/1.png"> <script>a()</script>\n\nEnd.')
    mail = letter(hostile, "k" * 40, sender="a@b.example", domain="b.example", now=START_MS)
    page = mail.get_body(("html",))
    assert page is not None
    html = page.get_content()
    assert not re.search(r"<(?:img|script|link|a|style|iframe|object|form)\b", html, re.IGNORECASE)
    assert set(re.findall(r"<([a-z]+)", html)) <= {
        "html", "head", "meta", "title", "body", "p", "br", "span",
    }  # fmt: skip


def test_figures_in_arabic_text_keep_their_order() -> None:
    """Plain text keeps the marks of Unicode; HTML has a span with dir, and the text its side."""
    figure = f"{LEFT_TO_RIGHT}35.25600 N 40.14100 E{POP}"
    one = Message(
        of=message().of, kind="notice.site_notified", way="mail", to="role", contact="a@b.example",
        subject="إشعار", text=f"الموقع: {figure}", language="ar",
    )  # fmt: skip
    mail = letter(one, "k" * 40, sender="a@b.example", domain="b.example", now=START_MS)
    read = email.message_from_bytes(mail.as_bytes(), policy=default)
    plain, page = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert figure in plain.get_content()
    html = page.get_content()
    assert '<span dir="ltr">35.25600 N 40.14100 E</span>' in html
    assert 'dir="rtl"' in html
    assert LEFT_TO_RIGHT not in html
    assert "إشعار" == read["Subject"]


def test_a_drill_says_so_in_subject_and_text() -> None:
    """EXERCISE EXERCISE stands first, whoever worded it."""
    drill = Message(
        of=message().of, kind="notice.site_notified", way="mail", to="role", contact="a@b.example",
        subject="Notice", text="A drill.", exercise=True,
    )  # fmt: skip
    mail = letter(drill, "k" * 40, sender="a@b.example", domain="b.example", now=START_MS)
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert str(mail["Subject"]).startswith("EXERCISE EXERCISE ")
    assert plain.get_content().startswith("EXERCISE EXERCISE\n")
