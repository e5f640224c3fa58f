"""A whole desk with every way out, set up by its ways.toml, against servers on loopback."""

from __future__ import annotations

import mailbox
import time
from pathlib import Path

from parley.desk.desk import Desk
from parley.desk.ways.hub import Hub
from parley.desk.ways.journal import TRIED
from parley.desk.ways.opening import open_courier
from parley.desk.ways.settings import read_settings
from parley.record import dispatch
from tests.desk.ways.given import message
from tests.desk.ways.servers import PEM, HttpServer, Request, Response
from tests.desk.ways.test_bounces import dsn
from tests.desk.ways.test_courier import until
from tests.desk.ways.test_mail import Post, office

NUMBER = "+963 51 000 000"


def _gateway(asked: Request) -> Response:
    return Response(200, b'{"id":"%s","status":"accepted"}' % asked.json["id"].encode())


def _set_up(home: Path, smtp: int, hook: int, gateway: int) -> None:
    (home / "secrets").mkdir()
    for name, text in (("mail", "right"), ("hq", f"whsec_{'A' * 32}")):
        path = home / "secrets" / name
        path.write_text(f"{text}\n")
        path.chmod(0o600)
    (home / "ways.toml").write_text(
        f'''[mail]
host = "localhost"
port = {smtp}
sender = "Desk <desk@mission.example>"
user = "desk"
password_file = "secrets/mail"
ca_file = "{PEM}"
bounces = "bounces"
[webhook.hq]
url = "http://127.0.0.1:{hook}/in"
secret_file = "secrets/hq"
inside = true
[gateway]
url = "http://127.0.0.1:{gateway}/messages"
secret_file = "secrets/hq"
inside = true
'''
    )


def _kinds(desk: Desk) -> list[tuple[str, str]]:
    bodies = (entry.body for entry in desk.book.entries(0, desk.size))
    return sorted(
        (body.way, type(body).__name__) for body in bodies if isinstance(body, dispatch.Dispatch)
    )


def test_a_desk_sends_by_every_way_and_learns_of_a_bounce(desk: Desk) -> None:
    """Mail, webhook, text message, voice and page go out; a bounce that comes later is entered."""
    post, hub = Post(), Hub(epoch="a")
    box = mailbox.Maildir(desk.home / "bounces")
    with (
        office(post, tls="starttls", login=True) as relay,
        HttpServer(lambda _: Response(204, b"")) as hook,
        HttpServer(_gateway) as gateway,
        hub.subscribe("south") as page,
    ):
        _set_up(desk.home, relay.port, hook.port, gateway.port)
        settings = read_settings(desk.home)
        with open_courier(desk, settings, hub) as courier:
            key = courier.post(message())
            courier.post(message(way="webhook", contact="hq"))
            courier.post(message(way="text-message", contact=NUMBER))
            courier.post(message(way="voice", contact=NUMBER, urgent=True))
            courier.post(message(way="in-app", contact="south"))
            assert until(lambda: courier.outbox.waiting() == 0)
        assert (1, 1, 2, 1) == (len(post.taken), len(hook.requests), len(gateway.requests),
                                len(page.take(5)))  # fmt: skip
        sent = [(way, "Attempted") for way in ("in-app", "mail", "text-message", "voice")]
        webhook = [("webhook", "Attempted"), ("webhook", "Delivered")]
        assert sorted(sent + webhook) == _kinds(desk)
        box.add(dsn(envelope=key))
        with open_courier(desk, settings, hub):
            assert until(lambda: ("mail", "Failed") in _kinds(desk))
    last = desk.board.state(TRIED).tries[-1]
    assert ("mail", "given-up") == (last.way, last.what)
    assert last.rx <= time.time_ns() // 1_000_000
