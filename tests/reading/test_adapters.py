"""Second readers: off by default, believed only word for word, and the provenance says who."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from parley.errors import BadInput
from parley.reading.adapters.endpoint import Endpoint, read_by_endpoint
from parley.reading.adapters.spacy import Token, pipeline, read_by_spacy
from tests.reading.looking import hold, speaker, words

TEXT = 'The envoy said that 40 soldiers died. "We were not told," the officer said.'
TRUE: dict[str, object] = {
    "source": "The envoy",
    "cue": "said",
    "content": "that 40 soldiers died",
    "kind": "casualty",
}


class Stub(ThreadingHTTPServer):
    """An endpoint on this machine that answers whatever a test puts into it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answer = b""
        self.silent = threading.Event()
        self.silence = False
        self.asked: list[bytes] = []
        self.status = 200

    @property
    def endpoint(self) -> Endpoint:
        """How to reach it."""
        return Endpoint(f"http://127.0.0.1:{self.server_address[1]}/v1", "stub", seconds=0.5)

    def says(self, *claims: dict[str, object], finish: str = "stop") -> None:
        """Answer with these claims, after the form of the interface."""
        content = msgspec.json.encode({"claims": list(claims)}).decode()
        choice = {"message": {"content": content}, "finish_reason": finish}
        self.answer = msgspec.json.encode({"choices": [choice]})


class Answering(BaseHTTPRequestHandler):
    """One question and its answer."""

    server: Stub

    def do_POST(self) -> None:
        self.server.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.silence:
            self.server.silent.wait(5)
            return
        self.send_response(self.server.status)
        self.send_header("Location", "http://192.0.2.1/")
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A stub that listens for one test."""
    with Stub() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.silent.set()
        server.shutdown()


def test_what_stands_in_the_text_is_kept(stub: Stub) -> None:
    """Same output, the offsets found by us, the provenance names the model."""
    stub.says(TRUE)
    found = read_by_endpoint(TEXT, stub.endpoint, releasable=True)
    (claim,) = found.claims
    assert ("The envoy", "that 40 soldiers died") == (speaker(claim), words(TEXT, claim))
    assert "stub at 127.0.0.1; 0 returned and not found" in found.provenance
    hold(TEXT, found)


@pytest.mark.parametrize(
    "lie",
    [
        {**TRUE, "content": "that 400 soldiers died"},
        {**TRUE, "source": "The minister"},
        {**TRUE, "cue": "admitted"},
        {**TRUE, "content": "“We were not told,”"},
        {**TRUE, "content": ""},
        {**TRUE, "content": "That 40 soldiers died"},
    ],
    ids=["number", "speaker", "cue", "rewritten quotation", "nothing", "letter"],
)
def test_a_lie_is_dropped_and_counted(stub: Stub, lie: dict[str, object]) -> None:
    """What does not stand in the text word for word never becomes a draft."""
    stub.says(TRUE, lie)
    found = read_by_endpoint(TEXT, stub.endpoint, releasable=True)
    assert 1 == len(found.claims)
    assert "1 returned and not found word for word" in found.provenance


def test_a_number_comes_from_the_content_only(stub: Stub) -> None:
    """The model's own numbers are not even read."""
    stub.says({**TRUE, "quantities": [{"low": 900}], "low": 900})
    (claim,) = read_by_endpoint(TEXT, stub.endpoint, releasable=True).claims
    assert [(40, 40)] == [(one.low, one.high) for one in claim.quantities]


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"not json", b'{"choices": []}', b'{"choices": [{"message": {"content": "[1]"}}]}',
        b'{"choices": [{"message": {"content": "{\\"claims\\": [{\\"content\\": 7}]}"}}]}',
        b'{"choices": [{"message": {"content": "{\\"cla"}}]}',
    ],
)  # fmt: skip
def test_an_answer_out_of_form_is_refused(stub: Stub, answer: bytes) -> None:
    """A cut-off or malformed answer is no reading at all."""
    stub.answer = answer
    with pytest.raises(BadInput):
        read_by_endpoint(TEXT, stub.endpoint, releasable=True)


def test_an_answer_that_says_it_was_cut_off_is_refused(stub: Stub) -> None:
    """Half a list would look like a whole one."""
    stub.says(TRUE, finish="length")
    with pytest.raises(BadInput, match="cut off"):
        read_by_endpoint(TEXT, stub.endpoint, releasable=True)


def test_silence_is_refused_in_time(stub: Stub) -> None:
    """An endpoint that never answers is given up, and the refusal says so."""
    stub.silence = True
    with pytest.raises(BadInput, match=r"within 0\.5 seconds"):
        read_by_endpoint(TEXT, stub.endpoint, releasable=True)


@pytest.mark.parametrize("status", [302, 307, 401, 500])
def test_the_text_goes_nowhere_else(stub: Stub, status: int) -> None:
    """A redirect is not followed; an error is said in words."""
    stub.status = status
    with pytest.raises(BadInput, match=f"status {status}"):
        read_by_endpoint(TEXT, stub.endpoint, releasable=True)


def test_nothing_leaves_that_nobody_released(stub: Stub) -> None:
    """Without the mark on the document the endpoint is never asked."""
    with pytest.raises(BadInput, match="releasable"):
        read_by_endpoint(TEXT, stub.endpoint)
    assert [] == stub.asked


class Word:
    """A word as a parser gives it."""

    def __init__(self, text: str, idx: int, lemma: str, dep: str) -> None:
        self.text, self.idx, self.lemma_, self.dep_ = text, idx, lemma, dep
        self.children: list[Token] = []

    @property
    def subtree(self) -> list[Token]:
        """It and all that hangs on it."""
        below = [one for child in self.children for one in child.subtree]
        return sorted([*below, self], key=lambda one: one.idx)


def test_a_parser_supplies_grammar_only() -> None:
    """Subject and clause come from the pipeline, cue and numbers from our own rules."""
    said, envoy, died = (
        Word("said", 10, "say", "ROOT"),
        Word("envoy", 4, "envoy", "nsubj"),
        Word("died", 32, "die", "ccomp"),
    )
    the, that, soldiers = (
        Word("The", 0, "the", "det"),
        Word("that", 15, "that", "mark"),
        Word("soldiers", 23, "soldier", "nsubj"),
    )
    forty = Word("40", 20, "40", "nummod")
    envoy.children, soldiers.children, died.children = [the], [forty], [that, soldiers]
    said.children = [envoy, died]
    order: list[Token] = [the, envoy, said, that, forty, soldiers, died]
    found = read_by_spacy(TEXT, lambda _: order, name="tree")
    (claim,) = found.claims
    assert ("The envoy", "that 40 soldiers died") == (speaker(claim), words(TEXT, claim))
    assert "spaCy tree" in found.provenance


def test_a_pipeline_that_is_not_there_is_refused() -> None:
    """Nothing is downloaded for it."""
    with pytest.raises(BadInput):
        pipeline("no_such_pipeline")
