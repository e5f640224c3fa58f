"""PostGIS, started for one run from Debian's packages, in a folder of its own, on a local socket.

PostgreSQL refuses to run as root, so a privileged run hands the folder to the user `postgres` that
the package made, or to `nobody`. Nothing listens on the network, and nothing outlives the run.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Final

import numpy as np
import numpy.typing as npt
import shapely

from parley.space.prepared import OPEN_FUTURE
from tests.space.oracles.drawing import shapes
from tests.space.oracles.stream import Stream

PACKAGES: Final = ("postgresql", "postgresql-postgis")
"""What apt-get is asked for."""
_SETTINGS: Final = (
    "fsync=off", "full_page_writes=off", "synchronous_commit=off", "jit=off",
    "autovacuum=off", "max_parallel_workers_per_gather=0", "shared_buffers={memory}",
    "maintenance_work_mem={memory}", "work_mem=64MB", "listen_addresses=''", "wal_level=minimal",
    "max_wal_senders=0", "max_wal_size=8GB", "max_parallel_maintenance_workers=0",
)  # fmt: skip
Pairs = npt.NDArray[np.int64]


@lru_cache(maxsize=1)
def programs() -> Path | None:
    """Where PostgreSQL's own programs are, if it is here with PostGIS."""
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        control = Path("/usr/share/postgresql") / found.parent.name / "extension/postgis.control"
        if (found / "initdb").exists() and control.exists():
            return found
    return None


class Server:
    """A running cluster."""

    def __init__(self, folder: Path, bins: Path, user: str | None) -> None:
        self.folder, self.bins, self.user = folder, bins, user
        self._psql = [
            str(bins / "psql"), "-h", str(folder), "-U", "judge", "-d", "postgres", "-X", "-q",
            "-A", "-t", "-v", "ON_ERROR_STOP=1",
        ]  # fmt: skip

    def run(self, *command: str) -> None:
        """Run a program as the cluster's user; its words are shown only if it fails."""
        prefix = ["runuser", "-u", self.user, "--"] if self.user else []
        log = self.folder / "log"
        with log.open("ab") as out:
            done = subprocess.run([*prefix, *command], stdout=out, stderr=out, cwd=self.folder)
        if done.returncode:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}: {log.read_text()}")

    def sql(self, script: str) -> str:
        """Run statements and return what they say."""
        done = subprocess.run(
            self._psql, input=script, capture_output=True, text=True, cwd=self.folder
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def copy(self, table: str, lines: Iterable[str]) -> None:
        """Fill a table from tab-separated lines."""
        command = [*self._psql, "-c", f"COPY {table} FROM STDIN"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, text=True, cwd=self.folder
        ) as program:
            assert program.stdin is not None
            program.stdin.writelines(lines)
        if program.returncode:
            raise RuntimeError(f"COPY into {table} ended with {program.returncode}")

    def session(self) -> Session:
        """One connection that stays open."""
        return Session(self._psql, self.folder)


class Session:
    """One connection, asked line by line; the CPU time of the server's side can be read."""

    def __init__(self, command: list[str], folder: Path) -> None:
        pipe = subprocess.PIPE
        self._program = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, text=True, bufsize=1, cwd=folder
        )
        self.backend = int(self.ask("SELECT pg_backend_pid();")[0])

    def ask(self, statement: str) -> list[str]:
        """The lines that a statement gives."""
        put, got = _open(self._program.stdin), _open(self._program.stdout)
        put.write(f"{statement}\n\\echo ----\n")
        put.flush()
        lines = []
        while (line := got.readline()) not in ("----\n", ""):
            lines.append(line.rstrip("\n"))
        if not line:
            raise RuntimeError(f"the session ended at: {statement}")
        return lines

    def cpu_s(self) -> float:
        """CPU seconds of the server process so far, to the nanosecond (proc(5), schedstat)."""
        return int(Path(f"/proc/{self.backend}/schedstat").read_text().split()[0]) / 1e9

    def close(self) -> None:
        """End the connection."""
        _open(self._program.stdin).close()
        self._program.wait()
        _open(self._program.stdout).close()


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@contextmanager
def cluster(memory: str = "128MB") -> Iterator[Server]:
    """A new cluster with PostGIS in it, stopped and deleted afterwards."""
    bins = programs()
    assert bins is not None
    folder = Path(mkdtemp(prefix="postgis-"))
    user = _user() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    server, base = Server(folder, bins, user), str(folder / "base")
    settings = " ".join(f"-c {one.format(memory=memory)}" for one in _SETTINGS)
    settings += f" -c unix_socket_directories={folder}"
    try:
        server.run(str(bins / "initdb"), "-D", base, "-A", "trust", "-U", "judge", "--no-sync",
                   "-E", "UTF8", "--locale", "C")  # fmt: skip
        server.run(str(bins / "pg_ctl"), "-D", base, "-w", "-o", settings, "start")
        try:
            server.sql("CREATE EXTENSION postgis; CREATE EXTENSION btree_gist;")
            yield server
        finally:
            server.run(str(bins / "pg_ctl"), "-D", base, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str:
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


TABLE: Final = """CREATE TABLE {name} (
    n int PRIMARY KEY, at geography NOT NULL, radius float8 NOT NULL, floor int NOT NULL,
    ceiling int NOT NULL, span tstzrange NOT NULL, within float8 NOT NULL);"""
INDEX: Final = """CREATE INDEX ON {name} USING gist (_ST_Expand(at, radius), span);
    ANALYZE {name};"""
NEAR: Final = """_ST_Expand(t.at, t.radius) && _ST_Expand(a.at, a.radius + a.within + {pad})
    AND t.span && a.span AND t.floor <= a.ceiling AND t.ceiling >= a.floor
    AND ST_DWithin(t.at, a.at, t.radius + a.radius + a.within + {pad})"""
"""Its best index, and the condition that uses it; `t` is told, `a` asked, `pad` in metres."""


def fill(server: Server, name: str, stream: Stream) -> None:
    """A table of the notices that were not withdrawn, without its index."""
    server.sql(TABLE.format(name=name))
    server.copy(name, _lines(stream))


def listed(server: Server, pad: str) -> Pairs:
    """Pairs (asked, told) that PostGIS finds, and by how many millimetres inside: i64[k, 3]."""
    said = server.sql(
        "SELECT a.n, t.n, round((t.radius + a.radius + a.within - ST_Distance(t.at, a.at)) * 1000)"
        f" FROM asked a JOIN told t ON {NEAR.format(pad=pad)};"
    )
    rows = [line.split("|") for line in said.splitlines()]
    return np.array(rows, np.float64).astype(np.int64).reshape(-1, 3)


def _lines(stream: Stream) -> Iterator[str]:
    begin = stream.began_s.tolist()
    ends = stream.ended_s.tolist()
    for some in np.array_split(np.nonzero(~stream.gone)[0], max(1, len(stream) // 20_000)):
        wkb = shapely.to_wkb(shapes(stream, some), hex=True)
        for n, shape in zip(some.tolist(), wkb.tolist(), strict=True):
            until = "" if ends[n] == OPEN_FUTURE else _moment(ends[n])
            yield (
                f"{n}\t{shape}\t{stream.radius_cm[n] / 100}\t{stream.floor_cm[n]}\t"
                f"{stream.ceiling_cm[n]}\t[{_moment(begin[n])},{until}]\t"
                f"{stream.within_m[n]}\n"
            )


def _moment(seconds: int) -> str:
    return str(np.datetime64(seconds, "s")) + "Z"
