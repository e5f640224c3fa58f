"""Run what a Markdown page tells its reader to type, and report where it does not hold.

A `console` block has commands after "$ " and below each what it prints; "..." stands for anything,
and lines may be left out. An `sh` block has a command per line. A command that ends in "# exit 3"
must end with that code, and any other with 0. Commands of one page run in order in one folder.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

_BLOCK = re.compile(r"^```(console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"\s+# exit (\d+)$")
_END = "\x1e"


class Command(Struct, frozen=True):
    """One command of a page, the code it must end with, and what it is said to print."""

    typed: str
    code: int
    prints: tuple[str, ...]


def tour(markdown: str) -> str:
    """The section of a page whose heading speaks of a tour; "" where there is none."""
    found = re.search(r"^(#+) [^\n]*\btour\b[^\n]*\n", markdown, re.MULTILINE | re.IGNORECASE)
    if not found:
        return ""
    after = markdown[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", _without_code(after), re.MULTILINE)
    return after[: following.start()] if following else after


def commands(markdown: str) -> list[Command]:
    """Every command of a page or section, in order."""
    found: list[Command] = []
    for language, block in _BLOCK.findall(markdown):
        lines = block.replace("\\\n> ", "\\\n").replace("\\\n", "\x00").splitlines()
        for line in (line.replace("\x00", "\\\n") for line in lines):
            if language == "console" and not line.startswith("$ "):
                if line.strip() and found:
                    last = found.pop()
                    found.append(Command(last.typed, last.code, (*last.prints, line.strip())))
            elif language == "console" or (line.strip() and not line.startswith("#")):
                code = _EXIT.search(line)
                found.append(Command(line.removeprefix("$ "), int(code[1]) if code else 0, ()))
    return found


def faults(wanted: list[Command], folder: Path) -> list[str]:
    """Run the commands in a folder; what each did otherwise than its page says."""
    script = "".join(f"{one.typed}\nprintf '\\036%d\\036' $?\n" for one in wanted)
    bin_first = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-c", script], cwd=folder, text=True, check=False, timeout=300,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={"PATH": bin_first, "HOME": str(folder), "LANG": "C.UTF-8", "NO_COLOR": "1",
             "COLUMNS": "100", "TERM": "dumb"},
    )  # fmt: skip
    parts = ran.stdout.split(_END)
    if len(parts) != 2 * len(wanted) + 1:
        return [f"expected {len(wanted)} commands to end, got {len(parts) // 2}: {ran.stdout}"]
    found: list[str] = []
    for one, printed, code in zip(wanted, parts[::2], parts[1::2], strict=False):
        if int(code) != one.code:
            found.append(f"$ {one.typed}\nexpected exit {one.code}, got {code}: {printed}")
        missing = _first_missing(one.prints, printed)
        if missing is not None:
            found.append(f"$ {one.typed}\nexpected the line {missing!r}, got: {printed}")
    return found


def _first_missing(shown: tuple[str, ...], printed: str) -> str | None:
    """The first line shown on the page that does not come next in what was printed."""
    lines = iter([line.strip() for line in printed.splitlines()])
    for wanted in shown:
        form = ".*".join(map(re.escape, re.split(r"\.\.\.|…", wanted)))
        if not any(re.fullmatch(form, line) for line in lines):
            return wanted
    return None


def _without_code(markdown: str) -> str:
    """The page with its code blanked out, so that a comment in it is no heading."""
    return re.sub(
        r"^```.*?^```$", lambda found: re.sub(r"[^\n]", " ", found[0]), markdown,
        flags=re.MULTILINE | re.DOTALL,
    )  # fmt: skip
