"""The Go judge: Go's own transparency-log packages check a folder that Parley exported.

`build_judge(folder)` compiles `judge/` with the Debian packages golang-go and
golang-golang-x-mod-dev, without network. `Judge` asks the running program many questions.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

SOURCE = Path(__file__).parent / "judge"
GOPATH = Path("/usr/share/gocode")  # where Debian puts the sources of Go packages
PACKAGE = GOPATH / "src/golang.org/x/mod/sumdb/tlog"


class ForeignToolMissing(RuntimeError):
    """A program that judges us is not on this machine; the test cannot say anything."""


def build_judge(folder: Path) -> Path:
    """Compile the judge into `folder` and return the program's path.

    Raises ForeignToolMissing, naming the Debian packages, when Go or its packages are absent.
    """
    go = shutil.which("go")
    if go is None or not PACKAGE.is_dir():
        raise ForeignToolMissing(
            "the judge needs Go and its transparency-log packages: "
            "install the Debian packages golang-go and golang-golang-x-mod-dev"
        )
    program = folder / "judge"
    env = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder),
        "GOCACHE": str(folder / "go-cache"),
        "GO111MODULE": "off",  # Debian's packages are sources in a GOPATH; no module is fetched
        "GOPATH": str(GOPATH),
        "GOPROXY": "off",
        "GOFLAGS": "",
        "CGO_ENABLED": "0",
    }
    done = subprocess.run(
        [go, "build", "-o", str(program), "."],
        cwd=SOURCE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the judge does not compile:\n{done.stderr}")
    return program


def judge_once(program: Path, export: Path, *, trust: str) -> tuple[int, str]:
    """One run over one folder: exit code (0 holds, 1 refused, 2 not judged) and sentence."""
    done = subprocess.run(
        [str(program), "--trust", trust, str(export)], capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


class Judge:
    """The judge kept running, for thousands of questions; use it in a `with` block.

    Answers begin with `ok`, `refused`, or `broken` when nothing was judged.
    """

    def __init__(self, program: Path, *, trust: str) -> None:
        self._run = subprocess.Popen(
            [str(program), "--trust", trust, "--loop"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run.communicate()

    def verdict(self, export: Path) -> str:
        """The verdict on the folder as it is on disk now."""
        return self._ask(str(export))

    def flipped(self, export: Path, path: str, *, byte: int, bit: int) -> str:
        """The verdict on the folder as it was first read, with one bit of one file changed."""
        return self._ask(f"{export}\t{path}\t{byte}\t{bit}")

    def _ask(self, question: str) -> str:
        if self._run.stdin is None or self._run.stdout is None:
            raise RuntimeError("the judge was started without pipes")
        self._run.stdin.write(question + "\n")
        self._run.stdin.flush()
        answer = self._run.stdout.readline()
        if not answer.endswith("\n"):
            raise RuntimeError(f"the judge stopped at {question!r}")
        return answer.rstrip("\n")
