"""Signed webhooks: a foreign judge verifies ours and we verify its, and nobody leads us astray."""

from __future__ import annotations

import asyncio
import socket
import time
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from parley.desk.ways.carriers.addresses import Endpoint, read_endpoint, refused
from parley.desk.ways.carriers.posting import NoReply, Reply, exchange
from parley.desk.ways.carriers.signing import SeenIds, read_secrets, signed, verified
from parley.desk.ways.carriers.webhook import Hook, WebhookWay, read_reply, retry_after
from parley.desk.ways.message import Message, key_of
from parley.desk.ways.port import Arrived, Later, Outcome, Refused
from parley.errors import BadInput, BadSignature
from tests.desk.ways.given import SECRET, message
from tests.desk.ways.servers import PEM, HttpServer, Request, Response, raw_server

OLD, NEW = b"o" * 24, b"n" * 32
NOW = 1_800_000_000


def written(secret: bytes) -> str:
    return f"whsec_{b64encode(secret).decode()}"


def here(server: HttpServer, *, tls: bool = False) -> Endpoint:
    scheme = "https" if tls else "http"
    url = f"{scheme}://localhost:{server.port}/in"
    return read_endpoint(url, inside=True, ca_file=str(PEM))


def send(endpoint: Endpoint, one: Message, *, limit_s: float = 5) -> Outcome:
    way = WebhookWay({"hq": Hook(endpoint=endpoint, secrets=(NEW, OLD), limit_s=limit_s)},
                     now=lambda: time.time_ns() // 1_000_000)  # fmt: skip
    return asyncio.run(way.send(one, key_of(one, SECRET)))


HOOK = message(way="webhook", contact="hq")


@pytest.mark.parametrize("secret", [OLD, NEW], ids=["the old secret", "the new secret"])
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
def test_a_foreign_receiver_verifies_what_we_post(secret: bytes, tls: bool) -> None:
    """The package of Standard Webhooks accepts it, whichever of the two secrets it has."""
    judged: list[object] = []

    def judge(asked: Request) -> Response:
        judged.append(Webhook(written(secret)).verify(asked.body, asked.headers))
        return Response(204, b"")

    server = HttpServer(judge)
    with server.secured() if tls else server:
        assert Arrived() == send(here(server, tls=tls), HOOK)
    (body,) = judged
    assert isinstance(body, dict)
    assert ("notice.movement_notified", HOOK.text) == (body["type"], body["data"]["text"])


@given(st.binary(max_size=200).filter(lambda raw: _utf8(raw)), st.integers(0, 2))
def test_we_verify_what_a_foreign_sender_signs(body: bytes, which: int) -> None:
    """Its signature by either secret holds for us; by a third one it does not."""
    at = datetime.fromtimestamp(NOW, UTC)
    secret = (OLD, NEW, b"x" * 24)[which]
    headers = {
        "Webhook-Id": "msg_1", "Webhook-Timestamp": str(NOW),
        "Webhook-Signature": Webhook(secret).sign("msg_1", at, body.decode()),
    }  # fmt: skip
    if which < 2:
        assert "msg_1" == verified((NEW, OLD), headers, body, seconds=NOW)
    else:
        with pytest.raises(BadSignature):
            verified((NEW, OLD), headers, body, seconds=NOW)


def _utf8(raw: bytes) -> bool:
    return raw.decode("utf-8", "replace").encode() == raw


@pytest.mark.parametrize("late", [-301, 301])
def test_a_call_out_of_its_window_is_refused(late: int) -> None:
    """Five minutes either way, and no further: what was caught once cannot be played later."""
    headers = signed((NEW,), "msg_1", NOW, b"{}")
    assert "msg_1" == verified((NEW,), headers, b"{}", seconds=NOW + late // 301 * 300)
    with pytest.raises(BadSignature):
        verified((NEW,), headers, b"{}", seconds=NOW + late)


@given(st.dictionaries(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]),
                       st.text(max_size=60)))  # fmt: skip
def test_headers_of_nonsense_are_a_refusal(headers: dict[str, str]) -> None:
    """Whatever stands in the headers, it is refused in words and nothing breaks."""
    with pytest.raises(BadSignature):
        verified((NEW,), signed((OLD,), "a", NOW, b"") | headers, b"", seconds=NOW)


@given(st.sampled_from(["id", "time", "body"]), st.integers(0, 9))
def test_nothing_signed_can_be_changed(what: str, at: int) -> None:
    """Another id, time or body under the same signature does not hold."""
    headers, body = signed((NEW,), "msg_0123456789", NOW, b"0123456789"), b"0123456789"
    if what == "id":
        headers["webhook-id"] = f"msg_{'0123456789'[:at]}x"
    elif what == "time":
        headers["webhook-timestamp"] = str(NOW + 1 + at)
    else:
        body = body[:at] + b"x" + body[at + 1 :]
    with pytest.raises(BadSignature):
        verified((NEW,), headers, body, seconds=NOW)


def test_an_id_is_taken_once() -> None:
    """The window of ids knows a double, and forgets only the oldest beyond its bound."""
    seen = SeenIds(most=2)
    assert [True, False, True, True, True] == [seen.first_time(one, NOW) for one in "aabca"]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, Arrived()), (204, Arrived()), (410, Refused("410 Gone: the endpoint says that it is "
      "no more.")), (404, Later("Answered 404.")), (500, Later("Answered 500.")),
     (302, Later("Answered 302, a redirect, which is not followed."))],
)  # fmt: skip
def test_what_an_answer_means(status: int, outcome: Outcome) -> None:
    """2xx arrived, 410 is for good, and anything else is for now."""
    assert outcome == read_reply(Reply(status=status, headers={}, body=b""), NOW * 1000)


def test_a_redirect_is_not_followed() -> None:
    """The server that the redirect names is never asked."""
    with HttpServer(lambda _: Response()) as other:
        there = {"Location": f"http://127.0.0.1:{other.port}/"}
        with HttpServer(lambda _: Response(307, b"", there)) as server:
            assert isinstance(send(here(server), HOOK), Later)
        assert [] == other.requests


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120.0), ("Fri, 15 Jan 2027 08:01:00 GMT", 60.0), ("soon", None), ("", None),
     ("-5", None), ("1e9", None), ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0), ("9" * 40, None)],
)  # fmt: skip
def test_how_long_a_carrier_asks_to_wait(text: str, seconds: float | None) -> None:
    """Seconds or a date; what is neither is no wish."""
    assert seconds == retry_after(text, NOW * 1000)


def _drip(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"X: y\r\n")
        time.sleep(0.05)


def _huge(line: socket.socket) -> None:
    line.recv(4096)
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"x" * 65_536)


def _garbage(line: socket.socket) -> None:
    line.recv(4096)
    line.sendall(b"\x00\x01SSH-2.0-whatever\r\n\r\n")


def _long_head(line: socket.socket) -> None:
    line.recv(4096)
    line.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n")
    line.recv(1)


def _drop(line: socket.socket) -> None:
    line.recv(10)


def _silent(line: socket.socket) -> None:
    line.recv(100_000)
    time.sleep(5)


@pytest.mark.parametrize(
    ("serve", "words"),
    [(_drip, "No whole answer within"), (_garbage, "not HTTP"), (_long_head, "not HTTP"),
     (_drop, "line broke|closed without"), (_silent, "No whole answer within")],
)  # fmt: skip
def test_a_hostile_server_is_a_try_that_failed(serve: object, words: str) -> None:
    """Slow, garbled, endless and dropping servers end within the limit, and in words."""
    assert callable(serve)
    with raw_server(serve) as port:
        endpoint = read_endpoint(f"http://127.0.0.1:{port}/", inside=True)
        began = time.monotonic()
        outcome = send(endpoint, HOOK, limit_s=0.4)
        assert time.monotonic() - began < 3
    assert isinstance(outcome, Later)
    assert any(word in outcome.why for word in words.split("|")), outcome


def test_an_endless_answer_is_cut() -> None:
    """No more is read than the bound; the status is what counts."""
    with raw_server(_huge) as port:
        endpoint = read_endpoint(f"http://127.0.0.1:{port}/", inside=True)
        reply = asyncio.run(exchange(endpoint, headers={}, limit_s=5, most=1000))
    assert isinstance(reply, Reply)
    assert (200, 1000, True) == (reply.status, len(reply.body), reply.cut)


def test_a_certificate_nobody_vouches_for_is_refused() -> None:
    """TLS to a server of another authority ends before anything is said."""
    with HttpServer(lambda _: Response()).secured() as server:
        endpoint = read_endpoint(f"https://localhost:{server.port}/", inside=True)
        outcome = send(endpoint, HOOK)
        assert [] == server.requests
    assert isinstance(outcome, Later)
    assert "TLS failed" in outcome.why


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.0.1", "100.64.0.1", "::1", "fd00::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1"],
)  # fmt: skip
def test_an_address_inside_is_taken_only_where_the_operator_said_so(address: str) -> None:
    """Private addresses and this machine, also wrapped in IPv6, need inside = true."""
    assert refused(address, inside=False)
    assert refused(address, inside=True) is None


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "fe80::1%eth0",
     "::", "ff02::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "192.0.2.1", "nonsense"],
)  # fmt: skip
def test_an_address_of_no_single_machine_is_never_taken(address: str) -> None:
    """Link-local (cloud keys), multicast, reserved: not even inside."""
    assert refused(address, inside=False)
    assert refused(address, inside=True)


def test_an_open_address_is_taken() -> None:
    """What lies on the open internet needs no leave."""
    assert refused("93.184.215.14", inside=False) is None
    assert refused("2606:2800:21f:cb07::1", inside=False) is None


def test_a_name_that_leads_inside_is_not_posted_to() -> None:
    """The check is of the address the name leads to, not of the name."""
    endpoint = Endpoint(host="localhost", port=443, path="/", tls=True)
    reply = asyncio.run(exchange(endpoint, headers={}, limit_s=5))
    assert isinstance(reply, NoReply)
    assert "inside" in reply.why


@pytest.mark.parametrize(
    "url",
    ["http://host/", "ftp://host/", "https://user:pw@host/", "https://", "host", "https://h/#x",
     "https://h/ a", "https://h/\r\nX: y", "https://[::1", "https://h:99999/", "https://exämple/",
     "file:///etc/passwd", ""],
)  # fmt: skip
def test_an_endpoint_breaking_the_rules_is_refused(url: str) -> None:
    """Plain, foreign, with a login, with control signs: BadInput, and without repeating it."""
    with pytest.raises(BadInput) as refusal:
        read_endpoint(url)
    assert "pw" not in str(refusal.value)


def test_secrets_are_read_from_files_of_their_owner_alone(tmp_path: Path) -> None:
    """Two lines while one is changed; an open file, a third line and a weak secret are refused."""
    path = tmp_path / "hq.secret"
    path.write_text(f"{written(NEW)}\n{written(OLD)}\n")
    path.chmod(0o600)
    assert (NEW, OLD) == read_secrets(path)
    for text in ("", f"{written(b'weak')}\n", "plain\n", f"{written(NEW)}\n" * 3):
        path.write_text(text)
        with pytest.raises(BadInput) as refusal:
            read_secrets(path)
        assert "weak" not in str(refusal.value)
    path.write_text(written(NEW))
    path.chmod(0o640)
    with pytest.raises(BadInput):
        read_secrets(path)
