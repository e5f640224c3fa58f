"""Make the pictures of the README from the real page: `python -m docs.pictures`, in the root.

A desk in a folder of its own replays the shipped case; Debian's Chromium draws its review.
"""

from __future__ import annotations

import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from parley.cases import load
from parley.desk.desk import Desk
from parley.desk.replay import replay
from parley.desk.review import review_of
from parley.web import review_html
from tests.web.browser import Browser, View, address, chromium

PICTURES = Path(__file__).parent / "pictures"
WIDTH, MOST_BYTES = 1400, 300_000
CASE = "deir-ez-zor"


def page(folder: Path) -> Path:
    """The review of the shipped case, as a file."""
    with Desk.found(folder / "desk", name=f"{CASE}.parley.invalid") as desk:
        replay(desk, load(CASE))
        html = review_html(review_of(desk.board))
    written = folder / "review.html"
    written.write_text(html, encoding="utf-8")
    return written


def top(browser: Browser) -> tuple[bytes, int]:
    """The top of the page with as many whole rows of the chart as fit the limit, and its height."""
    rows = "[...document.querySelectorAll('.lead tbody tr')]"
    ends: list[float] = browser.evaluate(f"{rows}.map(row => row.getBoundingClientRect().bottom)")
    for end in reversed(ends):
        height = int(end) + 12
        picture = smaller(browser.picture(width=WIDTH, height=height))
        if len(picture) <= MOST_BYTES:
            return picture, height
    raise RuntimeError(f"expected the top of the page in {MOST_BYTES} bytes, got more")


def smaller(png: bytes) -> bytes:
    """The same picture with plain rows: pages of text compress a quarter better so (PNG, 9.2)."""
    header = png[16:29]
    packed = b"".join(content for name, content in chunks(png) if name == b"IDAT")
    width, height = struct.unpack(">II", header[:8])
    filtered, stride = zlib.decompress(packed), 3 * width
    before, rows = bytearray(stride), bytearray()
    for start in range(0, height * (stride + 1), stride + 1):
        row = bytearray(filtered[start + 1 : start + 1 + stride])
        unfilter(filtered[start], row, before)
        rows += b"\0" + row
        before = row
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return png[:8] + b"".join(
        struct.pack(">I", len(content)) + name + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )  # fmt: skip


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, by name (PNG, 5.3)."""
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def unfilter(how: int, row: bytearray, before: bytearray) -> None:
    """Undo one row's filter in place: 8-bit RGB, three bytes a pixel (PNG, 9.2)."""
    for i in range(len(row)):
        left, corner = (row[i - 3], before[i - 3]) if i >= 3 else (0, 0)
        above = before[i]
        match how:
            case 1:
                row[i] = (row[i] + left) & 255
            case 2:
                row[i] = (row[i] + above) & 255
            case 3:
                row[i] = (row[i] + (left + above) // 2) & 255
            case 4:
                guess = left + above - corner
                near = min((left, above, corner), key=lambda one: abs(guess - one))
                row[i] = (row[i] + near) & 255


def main() -> None:
    """Write the top of the page, light and dark."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        shown = address(page(Path(folder)))
        for name, dark in (("review", False), ("review-dark", True)):
            browser.open(shown, view=View(width=WIDTH, dark=dark))
            picture, height = top(browser)
            (PICTURES / f"{name}.png").write_bytes(picture)
            sys.stdout.write(f"{name}.png {WIDTH} x {height}, {len(picture)} bytes\n")


if __name__ == "__main__":
    main()
