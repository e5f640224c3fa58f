"""Debian's Chromium over its own pipe: what a page asks for, what it complains of, how it looks.

The DevTools protocol, JSON messages ended by a zero byte, written to descriptor 3 and read from 4
(`--remote-debugging-pipe`). No driver and no port: nothing but the standard library.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--disable-lcd-text", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
PATIENCE_S = 60.0
# The browser reads descriptor 3 and writes 4. Both are first moved out of the way of each other; a
# shell cannot do it, because Debian's knows descriptors of one digit only.
LAUNCH = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(one), fcntl.F_DUPFD_CLOEXEC, 10) for one in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


@dataclass(frozen=True)
class View:
    """How the page is looked at: CSS pixels, and the reader's wish for light or dark."""

    width: int = 1400
    height: int = 900
    dark: bool = False
    scale: float = 1.0


@dataclass
class Seen:
    """What happened while a page was open."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


class Browser:
    """One headless browser with one tab."""

    def __init__(self, process: subprocess.Popen[bytes], write: int, read: int) -> None:
        self._process, self._write, self._read = process, write, read
        self._rest, self._next, self._session, self._loaded = b"", 0, "", False
        self.seen = Seen()
        made = self.ask("Target.createTarget", url="about:blank")
        joined = self.ask("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        self._session = joined["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """One request, and the answer to it; what happens meanwhile is noted."""
        self._next += 1
        message: dict[str, Any] = {"id": self._next, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._next:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, url: str, *, view: View | None = None) -> Seen:
        """Open an address, wait until it is loaded and quiet, and say what was seen."""
        self.look(view or View())
        # From an empty page, because a jump within the same one loads nothing.
        for each in ("about:blank", url):
            self._loaded, self.seen = False, Seen()
            self.ask("Page.navigate", url=each)
            while not self._loaded:
                self._receive()
        # Two frames painted: late complaints and requests come before the answer.
        self.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
        return self.seen

    def look(self, view: View) -> None:
        """Change the size and the theme without loading the page again."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=view.width, height=view.height,
            deviceScaleFactor=view.scale, mobile=False,
        )  # fmt: skip
        theme = {"name": "prefers-color-scheme", "value": "dark" if view.dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[theme])

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page (a promise is awaited)."""
        answer = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def picture(self, *, top: int = 0, width: int, height: int) -> bytes:
        """A PNG of a piece of the page, in CSS pixels from its top."""
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        shot = self.ask(
            "Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True
        )
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """The page as a PDF on A4."""
        paper = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
        return base64.b64decode(self.ask("Page.printToPDF", **paper)["data"])

    def _receive(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_S
        while b"\0" not in self._rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._read], [], [], left)[0]:
                raise TimeoutError(f"expected an answer in {PATIENCE_S:.0f} s, got none")
            piece = os.read(self._read, 1 << 16)
            if not piece:
                raise RuntimeError("the browser ended")
            self._rest += piece
        first, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        params = message.get("params", {})
        match message.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self.seen.requests.append(params["request"]["url"])
            case "Log.entryAdded" if params["entry"]["level"] in ("error", "warning"):
                self.seen.complaints.append(params["entry"]["text"])
            case "Runtime.consoleAPICalled" if params["type"] in ("error", "warning", "assert"):
                self.seen.complaints.append(json.dumps(params["args"]))
            case "Runtime.exceptionThrown":
                self.seen.complaints.append(json.dumps(params["exceptionDetails"]))


@contextmanager
def chromium(program: str = "") -> Iterator[Browser]:
    """A browser of its own with an empty profile, ended and removed afterwards."""
    found = program or shutil.which("chromium") or ""
    if not found:
        raise FileNotFoundError("expected the program chromium, got none: apt-get install chromium")
    their_read, our_write = os.pipe()
    our_read, their_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, str(their_read), str(their_write), found, *FLAGS,
             f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(their_read, their_write),
            env={**os.environ, "HOME": profile},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(their_read)
        os.close(their_write)
        try:
            yield Browser(process, our_write, our_read)
        finally:
            process.terminate()
            process.wait(timeout=20)
            os.close(our_write)
            os.close(our_read)


def address(path: Path) -> str:
    """The address of a file on this machine."""
    return path.resolve().as_uri()
