"""The gateway for text messages and voice, against a local stand-in that also lies."""

from __future__ import annotations

import asyncio
import json
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.desk.ways.carriers.addresses import read_endpoint
from parley.desk.ways.carriers.gateway import (
    Callback,
    Gateway,
    GatewayWay,
    read_callback,
    token_of,
)
from parley.desk.ways.carriers.segments import cost, numbered, segments
from parley.desk.ways.carriers.signing import signed
from parley.desk.ways.journal import MemoryJournal
from parley.desk.ways.letters import MemoryLetters
from parley.desk.ways.message import Message, callback_key, key_of
from parley.desk.ways.outbox import Outbox
from parley.desk.ways.pace import OutboxRules
from parley.desk.ways.port import Accepted, Arrived, Later, Outcome, Refused
from parley.desk.ways.replies import About, CallBacks, meaning_of
from parley.errors import BadInput, BadSignature, NotFound, Refusal
from parley.record import alert, answer, dispatch, log
from parley.record.entry import read_record, write_record
from parley.record.kinds import Record
from tests.desk.ways.given import SECRET, START_MS, Hands, message
from tests.desk.ways.servers import HttpServer, Response, raw_server

SIGNS = b"g" * 32
NOW = START_MS // 1000
NUMBER = "+963 51 000 000"
SMS = message(way="text-message", contact=NUMBER)
KEY = key_of(SMS, SECRET)


def gateway(port: int = 1, *, split: bool = False, most_parts: int = 20) -> Gateway:
    return Gateway(
        endpoint=read_endpoint(f"http://127.0.0.1:{port}/messages", inside=True),
        bearer="for-us", secrets=(SIGNS,), callback="https://desk.mission.example/ways/callback",
        split=split, most_parts=most_parts, limit_s=2,
    )  # fmt: skip


def send(to: Gateway, one: Message = SMS) -> Outcome:
    way = GatewayWay(to, secret=SECRET, now=lambda: START_MS)
    return asyncio.run(way.send(one, key_of(one, SECRET)))


def said(**fields: object) -> Response:
    return Response(200, json.dumps(fields).encode())


@pytest.mark.parametrize("way", ["text-message", "voice"])
def test_the_whole_message_is_posted_with_its_numbered_replies(way: str) -> None:
    """Text, replies, number, key and where to call back; the token is this message's alone."""
    one = message(way=way, contact=NUMBER)  # type: ignore[arg-type]  # both are ways
    key = key_of(one, SECRET)
    with HttpServer(lambda asked: said(id=asked.json["id"], status="accepted")) as server:
        assert Accepted() == send(gateway(server.port), one)
    (asked,) = server.requests
    body = asked.json
    assert (way, NUMBER, one.text, key) == (body["way"], body["to"], body["text"], body["id"])
    assert ["1", "3", "4", "9"] == [reply["key"] for reply in body["replies"]]
    assert ("Bearer for-us", key) == (asked.headers["authorization"],
                                      asked.headers["idempotency-key"])  # fmt: skip
    query = urlsplit(body["callback"]).query
    call = read_callback("GET", f"{query}&reply=1", {}, b"", gateway=gateway(), secret=SECRET,
                         seconds=NOW)  # fmt: skip
    assert Callback(id=key, reply="1") == call


@pytest.mark.parametrize(
    ("response", "kind"),
    [(said(id=KEY, status="accepted"), Accepted), (said(id=KEY, status="delivered"), Arrived),
     (said(id=KEY, status="failed", why=f"{NUMBER} barred"), Refused),
     (said(id="0" * 40, status="delivered"), Later), (said(id=KEY, status="read"), Later),
     (said(status="delivered"), Later), (Response(200, b"OK"), Later),
     (Response(200, b"\xff\x00"), Later), (Response(200, b"[" * 5000), Later),
     (Response(200, b""), Later), (Response(500, b"{}"), Later), (Response(401, b"{}"), Later),
     (Response(410, b""), Refused), (Response(429, b"", {"Retry-After": "30"}), Later)],
)  # fmt: skip
def test_only_an_answer_about_this_message_is_believed(response: Response, kind: type) -> None:
    """A gateway that speaks of another message, or nonsense, has said nothing of this one."""
    with HttpServer(lambda _: response) as server:
        outcome = send(gateway(server.port))
    assert isinstance(outcome, kind)
    assert NUMBER not in repr(outcome)


def test_a_gateway_that_is_silent_is_a_try_that_failed() -> None:
    """Nobody there, and no answer in time: later."""
    assert isinstance(send(gateway(1)), Later)
    with raw_server(lambda line: time.sleep(3)) as port:
        began = time.monotonic()
        outcome = send(msgspec.structs.replace(gateway(port), limit_s=0.2))
        assert time.monotonic() - began < 2
    assert Later("No whole answer within 0.2 s.") == outcome


@pytest.mark.parametrize("contact", ["duty@south.example", "", "+", "12", "+1;rm -rf", "1" * 40])
def test_what_is_no_number_is_not_dialled(contact: str) -> None:
    """Only digits as people write numbers go to the gateway."""
    one = message(way="voice", contact=contact or " ")
    with HttpServer(lambda _: said()) as server:
        assert isinstance(send(gateway(server.port), one), Refused)
        assert [] == server.requests


def test_a_text_too_long_is_refused_whole() -> None:
    """Nothing is sent rather than less than everything."""
    long = message(way="text-message", contact=NUMBER, text="word " * 900)
    with HttpServer(lambda _: said()) as server:
        outcome = send(gateway(server.port, most_parts=5), long)
        assert [] == server.requests
    assert isinstance(outcome, Refused)
    assert "30 parts" in outcome.why


SIGNED_BODY = b'{"id":"%s","status":"delivered"}' % KEY.encode()


def test_a_call_back_is_signed_and_of_now() -> None:
    """A POST under the gateway's secret is read; another secret, time or body is refused."""
    headers = signed((SIGNS,), "call_1", NOW, SIGNED_BODY)
    call = read_callback("POST", "", headers, SIGNED_BODY, gateway=gateway(), secret=SECRET,
                         seconds=NOW)  # fmt: skip
    assert Callback(id=KEY, status="delivered") == call
    for other, seconds, body in (
        (signed((b"x" * 32,), "call_1", NOW, SIGNED_BODY), NOW, SIGNED_BODY),
        (headers, NOW + 301, SIGNED_BODY), (headers, NOW, SIGNED_BODY + b" "), ({}, NOW, b""),
    ):  # fmt: skip
        with pytest.raises(BadSignature):
            read_callback("POST", "", other, body, gateway=gateway(), secret=SECRET,
                          seconds=seconds)  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [{"id": KEY}, {"id": KEY, "status": "delivered", "reply": "1"}, {"status": "delivered"},
     {"id": "1", "reply": "1"}, {"id": KEY, "status": "opened"}, {"id": KEY, "reply": 1}],
)  # fmt: skip
def test_a_call_that_says_nothing_or_too_much_is_refused(fields: dict[str, object]) -> None:
    """It names one of our messages, and either how it fared or a reply; "opened" is no status."""
    body = json.dumps(fields).encode()
    with pytest.raises(BadInput):
        read_callback("POST", "", signed((SIGNS,), "c", NOW, body), body, gateway=gateway(),
                      secret=SECRET, seconds=NOW)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["id", "token", "status", "reply", "x"]), st.text()),
       st.text(max_size=30))  # fmt: skip
def test_no_query_breaks_the_reader(fields: dict[str, str], tail: str) -> None:
    """Without the token of its message, no query says anything."""
    try:
        raw = urlencode(fields) + tail
    except UnicodeEncodeError:
        return
    with pytest.raises(Refusal):
        read_callback("GET", raw, {}, b"", gateway=gateway(), secret=SECRET, seconds=NOW)


def test_a_token_speaks_for_its_own_message_only() -> None:
    """The token of one message, under the id of another, or doubled, is refused."""
    token = token_of(KEY, callback_key(SECRET))
    for query in (f"id={'0' * 40}&token={token}&reply=1", f"id={KEY}&id={KEY}&token={token}",
                  f"id={KEY}&token=&reply=1", f"id={KEY}&reply=1"):  # fmt: skip
        with pytest.raises(Refusal):
            read_callback("GET", query, {}, b"", gateway=gateway(), secret=SECRET, seconds=NOW)


@pytest.mark.parametrize(
    ("words", "notice", "alarm"),
    [("1", "received", "taken"), (" 1.\n", "received", "taken"), ("1#", "received", "taken"),
     ("٣", "will comply", None), ("४", "objected", None), ("9", "repeat", "repeat"),
     ("0", "call me", "call me"), ("7", None, None), ("10", None, None), ("1 but no", None, None),
     ("yes", None, None), ("", None, None), ("²", None, None), ("11", None, None),
     ("received", None, None)],
)  # fmt: skip
def test_a_reply_is_one_of_the_numbers_or_nothing(
    words: str, notice: str | None, alarm: str | None
) -> None:
    """One digit of any script means what was offered; nothing else is guessed at."""
    assert (notice, alarm) == (meaning_of(words, alarm=False), meaning_of(words, alarm=True))


class Desk:
    """As much of a desk as takes replies: it knows one record, and enters into the journal."""

    def __init__(self, journal: MemoryJournal, *, alarm: bool) -> None:
        self.journal, self.alarm = journal, alarm
        self.told: list[tuple[str, ...]] = []

    def about(self, of: str, to: str) -> About | None:
        return About(alarm=self.alarm, party="south", readers=("north",))

    def act(self, record: Record, *, to: tuple[str, ...] = ()) -> object:
        self.told.append(to)
        self.journal.entered.append(record)
        return None


class Line:
    """A message that was sent, and the calls back about it."""

    def __init__(self, *, alarm: bool = False, one: Message = SMS) -> None:
        self.journal = MemoryJournal()
        self.journal.rx = START_MS
        self.letters = MemoryLetters()
        self.desk = Desk(self.journal, alarm=alarm)
        self.start()
        self.key = self.outbox.post(one)
        self.outbox.done(self.outbox.ready()[0], Accepted(), START_MS)

    def start(self) -> None:
        self.outbox = Outbox(self.letters, self.journal, rules=OutboxRules(), secret=SECRET,
                             given=Hands().given)  # fmt: skip
        self.calls = CallBacks(self.outbox, self.journal, self.desk, now=lambda: START_MS)

    @property
    def last(self) -> Record:
        return self.journal.entered[-1]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [("1", answer.Received), ("2", answer.Confirmed), ("3", answer.Undertaken),
     ("4", answer.Objected), ("0", log.Noted), ("9", log.Noted), ("who is this", log.Noted)],
)  # fmt: skip
def test_a_reply_is_entered_as_heard_and_in_nobodys_name(reply: str, kind: type) -> None:
    """The desk says what its gateway heard, from which role and how; the party has not signed."""
    line = Line()
    line.calls.take(Callback(id=line.key, reply=reply))
    assert isinstance(line.last, kind)
    heard = line.last.heard
    assert heard is not None
    assert ("gateway", "duty officer, south", "other") == (heard.by, heard.from_, heard.way)
    assert NUMBER not in repr(line.last)
    assert [("north",)] == line.desk.told
    if isinstance(line.last, answer.Answer):
        assert (SMS.of, "south") == (line.last.notice, line.last.party)


def test_a_stop_request_is_taken_by_a_key() -> None:
    """Key 1 under a stop request is that somebody takes it: not that it was understood."""
    line = Line(alarm=True, one=message(way="voice", contact=NUMBER, urgent=True))
    line.calls.take(Callback(id=line.key, reply="1"))
    assert isinstance(line.last, alert.Taken)
    assert line.last.heard is not None
    assert "telephone" == line.last.heard.way


def test_calls_in_any_order_and_number_enter_each_fact_once() -> None:
    """Doubled, reordered, contradicting and after a restart: each said thing is there once."""
    line = Line()
    calls = [Callback(id=line.key, status="delivered"), Callback(id=line.key, reply="1"),
             Callback(id=line.key, status="accepted"), Callback(id=line.key, reply="4"),
             Callback(id=line.key, status="failed", why="late")]  # fmt: skip
    for call in (*reversed(calls), *calls):
        line.calls.take(call)
    line.start()
    for call in calls:
        line.calls.take(call)
    kinds = sorted(type(one).__name__ for one in line.journal.entered)
    assert ["Attempted", "Delivered", "Failed", "Objected", "Received"] == kinds


def test_a_call_about_a_message_that_is_not_ours_is_refused() -> None:
    """Also a well-signed one: a gateway shared with others may mix them up."""
    line = Line()
    with pytest.raises(NotFound):
        line.calls.take(Callback(id="0" * 40, reply="1"))
    assert 1 == len(line.journal.entered)


def test_the_record_takes_what_a_gateway_brings() -> None:
    """Every record made of a reply can be written and read back as one of its kind."""
    line = Line()
    for reply in ("1", "2", "3", "4", "0", "hello \u202e there \x00"):
        line.calls.take(Callback(id=line.key, reply=reply))
    for record in line.journal.entered:
        assert record == read_record(write_record(record))
    assert all(not isinstance(record, dispatch.Opened) for record in line.journal.entered)


@given(st.text(alphabet="ab €^\nÄ"), st.text())
def test_the_parts_of_a_text_are_the_text(plain: str, any_text: str) -> None:
    """Joined again nothing is lost; no part is too long; a short text is one part."""
    for text in (plain, any_text, plain * 30, any_text * 30):
        found = segments(text)
        assert text == "".join(found.parts)
        one, several = {"gsm-7": (160, 153), "ucs-2": (70, 67)}[found.alphabet]
        most = one if len(found.parts) == 1 else several
        assert all(cost(part, found.alphabet) <= most for part in found.parts)


@given(st.text(alphabet="ab é€\n"), st.integers(1, 60))
def test_numbered_parts_stand_alone_and_hold_everything(text: str, times: int) -> None:
    """Each says which of how many it is and fits one message; together they are the text."""
    found = numbered(text * times)
    one = {"gsm-7": 160, "ucs-2": 70}[found.alphabet]
    assert all(cost(part, found.alphabet) <= one for part in found.parts)
    if len(found.parts) > 1:
        heads = [part.split(" ", 1) for part in found.parts]
        assert [f"{n}/{len(heads)}" for n in range(1, len(heads) + 1)] == [h[0] for h in heads]
        assert text * times == "".join(head[1] for head in heads)


@pytest.mark.parametrize(
    ("text", "alphabet", "parts"),
    [("a" * 160, "gsm-7", 1), ("a" * 161, "gsm-7", 2), ("a" * 306, "gsm-7", 2),
     ("a" * 307, "gsm-7", 3), ("€" * 80, "gsm-7", 1), ("€" * 81, "gsm-7", 2),
     ("ж" * 70, "ucs-2", 1), ("ж" * 71, "ucs-2", 2), ("ж" * 134, "ucs-2", 2),
     ("ж" * 135, "ucs-2", 3), ("😀" * 35, "ucs-2", 1), ("😀" * 36, "ucs-2", 2),
     ("é" * 160, "gsm-7", 1), ("ê", "ucs-2", 1), ("`", "ucs-2", 1), ("ك", "ucs-2", 1)],
)  # fmt: skip
def test_parts_are_counted_as_the_standard_counts(text: str, alphabet: str, parts: int) -> None:
    """160 septets or 70 units in one; 153 or 67 in each of several; an extension sign is two."""
    found = segments(text)
    assert (alphabet, parts) == (found.alphabet, len(found.parts))


def test_an_extension_sign_is_never_cut_in_two() -> None:
    """A part ends before a sign that would not fit whole."""
    found = segments("a" * 152 + "€" + "b" * 20)
    assert ("a" * 152, "€" + "b" * 20) == found.parts


def test_a_query_for_a_call_back_round_trips() -> None:
    """What is put into the address is what comes back."""
    query = urlencode({"id": KEY, "token": token_of(KEY, callback_key(SECRET)), "reply": "1 ok"})
    assert ["1 ok"] == parse_qs(query)["reply"]
    call = read_callback("GET", query, {}, b"", gateway=gateway(), secret=SECRET, seconds=NOW)
    assert "1 ok" == call.reply

