"""Servers on loopback, for the ways out to meet: honest, slow, lying, dropping."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from msgspec import Struct

PEM = Path(__file__).with_name("loopback.pem")
"""A certificate for localhost and its key, made for these tests and used nowhere else."""


class Request(Struct):
    """What somebody asked of a server here."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Response(Struct):
    """What it answers."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = {}


class HttpServer:
    """A real HTTP server that answers as told and keeps what it was asked."""

    def __init__(self, answer: Callable[[Request], Response]) -> None:
        self.requests: list[Request] = []
        outer = self

        class Answering(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                asked = Request(
                    method=self.command, path=self.path, body=self.rfile.read(size),
                    headers={name.lower(): value for name, value in self.headers.items()},
                )  # fmt: skip
                outer.requests.append(asked)
                response = answer(asked)
                self.send_response(response.status)
                for name, value in response.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(response.body)))
                self.end_headers()
                self.wfile.write(response.body)

            do_POST = do_GET = _answer

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def secured(self) -> HttpServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PEM)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        return self

    def __enter__(self) -> HttpServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def raw_server(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does with each connection whatever it is told; gives its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.05)
    closing = threading.Event()

    def accept() -> None:
        while not closing.is_set():
            try:
                line, _ = listening.accept()
            except TimeoutError:
                continue
            threading.Thread(target=_served, args=(serve, line), daemon=True).start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        closing.set()
        thread.join()
        listening.close()


def _served(serve: Callable[[socket.socket], None], line: socket.socket) -> None:
    with line:
        try:
            serve(line)
        except OSError:
            return
