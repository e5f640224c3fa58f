"""The watchdog: it rings when the desk stops, and when what beats is not that desk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.desk.desk import Desk
from parley.desk.ways.heart.beat import Beat, Beats, open_beat, sign_beat
from parley.desk.ways.heart.sounding import Sounder, read_source
from parley.desk.ways.heart.watching import (
    Alarm,
    Known,
    Ringing,
    Watching,
    read_known,
    write_known,
)
from parley.errors import BadInput, NotProven, Refusal
from parley.ledger.tlog import Checkpoint, Signer, sign_checkpoint
from tests.desk.ways.given import START_MS
from tests.desk.ways.servers import HttpServer, Response

SIGNER = Signer("desk.parley.invalid", seed=b"\x01" * 32)
OTHER = Signer("desk.parley.invalid", seed=b"\x02" * 32)
ROOT = Path(__file__).parent.parent.parent.parent


def beat(number: int, *, ms: int = START_MS, size: int = 10, root: bytes = b"r" * 32,
         signer: Signer = SIGNER) -> bytes:  # fmt: skip
    made = Beat(log=signer.name, number=number, ms=ms, size=size, root=root)
    return sign_beat(made, signer)


class Dog:
    """A watchdog with clocks moved by hand."""

    def __init__(self, known: Known | None = None) -> None:
        self.steady, self.wall = 100.0, START_MS
        self.watching = Watching(
            SIGNER.verifier, limit_s=30, skew_s=120, steady=self.steady, known=known
        )

    def sees(self, read: bytes | str, after: float = 5.0) -> set[str]:
        self.steady += after
        self.wall += round(after * 1000)
        alarms = self.watching.look(read, steady=self.steady, wall=self.wall)
        assert all(alarm.words.endswith(".") and "\n" not in alarm.words for alarm in alarms)
        return {alarm.what for alarm in alarms}


def test_a_desk_that_beats_is_quiet() -> None:
    """A newer beat each time, a growing log: nothing rings."""
    dog = Dog()
    for number in range(1, 50):
        assert set() == dog.sees(beat(number, ms=dog.wall, size=10 + number, root=bytes(32)))


@pytest.mark.parametrize("read", ["its file cannot be read", beat(1)])
def test_silence_rings_once_the_limit_is_over(read: bytes | str) -> None:
    """Nothing there, or the same beat again and again: thirty seconds and no more."""
    dog = Dog()
    dog.sees(beat(1), 0)
    assert [set()] * 6 == [dog.sees(read) for _ in range(6)]
    assert {"silent"} == dog.sees(read)
    assert set() == dog.sees(beat(2, ms=dog.wall))


def test_a_desk_that_was_never_there_rings_too() -> None:
    """A watchdog that never saw a beat does not wait for the first one for ever."""
    dog = Dog()
    assert {"silent"} == dog.sees("its address answered 404", 31)


def test_an_old_beat_is_noticed_also_after_a_restart() -> None:
    """Replayed at once, or to a watchdog that was started again: it rings."""
    dog = Dog()
    dog.sees(beat(5, ms=dog.wall))
    assert {"backwards"} == dog.sees(beat(4))
    again = Dog(dog.watching.known)
    assert {"backwards"} == again.sees(beat(4))
    assert set() == again.sees(beat(6, ms=again.wall))


def test_recorded_beats_played_later_are_noticed() -> None:
    """Played at their own pace to a watchdog that knows none of them: the clock tells."""
    dog = Dog()
    assert {"clock"} == dog.sees(beat(1, ms=START_MS - 3_600_000))
    assert {"clock"} == dog.sees(beat(2, ms=START_MS - 3_595_000))


@pytest.mark.parametrize(
    ("size", "root"), [(9, b"r" * 32), (10, b"s" * 32)], ids=["fewer entries", "another root"]
)
def test_another_past_rings_until_a_person_looks(size: int, root: bytes) -> None:
    """A log that lost entries, or has two pasts, is not forgiven by its next beat or a restart."""
    dog = Dog()
    dog.sees(beat(1, ms=dog.wall))
    assert {"another"} == dog.sees(beat(2, ms=dog.wall, size=size, root=root))
    assert {"another"} == dog.sees(beat(3, ms=dog.wall, size=20))
    assert {"another"} == Dog(dog.watching.known).sees(beat(4, ms=dog.wall, size=30))


def flipped(at: int, bits: int) -> bytes:
    return bytes(byte ^ bits if place == at else byte for place, byte in enumerate(beat(7)))


@given(st.binary(max_size=300) | st.builds(flipped, st.integers(0, 250), st.integers(1, 255)))
def test_what_is_not_signed_by_the_log_never_counts(raw: bytes) -> None:
    """Any bytes, any flipped bit: no beat, and it rings that what is there is not signed."""
    dog = Dog()
    dog.sees(beat(1))
    if raw != beat(7):
        assert {"unsigned"} == dog.sees(raw)
        assert dog.watching.known is not None
        assert 1 == dog.watching.known.number


def test_neither_a_checkpoint_nor_another_key_is_a_beat() -> None:
    """What the log signs for other ends is no beat, and neither is a beat by another key."""
    checkpoint = sign_checkpoint(Checkpoint(SIGNER.name, 10, b"r" * 32), SIGNER)
    for raw in (checkpoint, beat(1, signer=OTHER), beat(1) * 100):
        with pytest.raises(NotProven):
            open_beat(raw, SIGNER.verifier)


def test_a_lasting_alarm_rings_again_and_a_new_one_at_once() -> None:
    """Each sort of alarm has its own interval."""
    ringing = Ringing(60)
    silent, clock = Alarm(what="silent", words="a."), Alarm(what="clock", words="b.")
    assert (silent,) == ringing.due((silent,), 0)
    assert () == ringing.due((silent,), 59)
    assert (clock,) == ringing.due((silent, clock), 59.5)
    assert (silent,) == ringing.due((silent, clock), 60)
    assert () == ringing.due((), 61)
    assert (silent,) == ringing.due((silent,), 62)


def test_beats_go_on_through_restarts_and_clock_steps(tmp_path: Path) -> None:
    """The number only grows: over a restart, a clock set back, and a file that was lost."""
    path = tmp_path / "beat"
    checkpoint = sign_checkpoint(Checkpoint(SIGNER.name, 10, b"r" * 32), SIGNER)
    numbers = [Beats(path, SIGNER).beat(checkpoint, START_MS).number]
    numbers.append(Beats(path, SIGNER).beat(checkpoint, START_MS - 3_600_000).number)
    path.unlink()
    numbers.append(Beats(path, SIGNER).beat(checkpoint, START_MS + 5_000).number)
    path.write_bytes(b"torn")
    numbers.append(Beats(path, SIGNER).beat(checkpoint, START_MS + 10_000).number)
    assert sorted(set(numbers)) == numbers
    read = open_beat(path.read_bytes(), SIGNER.verifier)
    assert (numbers[-1], 10, START_MS + 10_000) == (read.number, read.size, read.ms)


def test_a_foreign_checkpoint_is_not_beaten_with(tmp_path: Path) -> None:
    """A beat names the log's own checkpoint only."""
    foreign = sign_checkpoint(Checkpoint(OTHER.name, 10, b"r" * 32), OTHER)
    with pytest.raises(Refusal):
        Beats(tmp_path / "beat", SIGNER).beat(foreign, START_MS)


def test_what_was_seen_is_kept_between_starts(tmp_path: Path) -> None:
    """The state is written whole; a file of something else is refused rather than forgotten."""
    known = Known(number=5, ms=START_MS, size=10, root="ab")
    write_known(tmp_path / "state", known)
    assert known == read_known(tmp_path / "state")
    assert read_known(tmp_path / "none") is None
    (tmp_path / "state").write_text("{}")
    with pytest.raises(BadInput):
        read_known(tmp_path / "state")


def test_a_beat_is_read_from_a_file_or_an_address(tmp_path: Path) -> None:
    """Both give the same bytes, and in words why not."""
    (tmp_path / "beat").write_bytes(beat(1))
    assert beat(1) == read_source(str(tmp_path / "beat"))
    assert "its file cannot be read (No such file or directory)" == read_source(
        str(tmp_path / "none")
    )
    with HttpServer(lambda asked: Response(200 if asked.path == "/beat" else 404, beat(1))) as here:
        assert beat(1) == read_source(f"http://127.0.0.1:{here.port}/beat")
        assert "its address answered 404" == read_source(f"http://127.0.0.1:{here.port}/x")
    assert "no connection" in str(read_source("http://127.0.0.1:1/beat"))


def test_an_alarm_goes_out_by_program_and_webhook(tmp_path: Path) -> None:
    """The program is told in its environment; the endpoint gets it signed; faults are told."""
    secret = tmp_path / "hq"
    secret.write_text(f"whsec_{'A' * 32}\n")
    secret.chmod(0o600)
    alarm = Alarm(what="silent", words="The desk has not beaten for 31 s.")
    with HttpServer(lambda _: Response()) as server:
        (tmp_path / "ways.toml").write_text(
            f'[webhook.hq]\nurl = "http://127.0.0.1:{server.port}/"\nsecret_file = "hq"\n'
            "inside = true\n"
        )
        program = [sys.executable, "-c", "import os, sys; open(sys.argv[1], 'w').write("
                   "os.environ['PARLEY_ALARM'] + ' ' + os.environ['PARLEY_WORDS'])",
                   str(tmp_path / "heard")]  # fmt: skip
        sounder = Sounder(program=program, ways=tmp_path, webhook=["hq"])
        assert [] == sounder.sound(alarm, "desk.parley.invalid")
        assert [] == sounder.sound(alarm, "desk.parley.invalid")
    assert f"silent {alarm.words}" == (tmp_path / "heard").read_text()
    bodies = [asked.json for asked in server.requests]
    assert [alarm.words] * 2 == [body["data"]["text"] for body in bodies]
    ids = {asked.headers["webhook-id"] for asked in server.requests}
    assert 2 == len(ids)
    with pytest.raises(BadInput):
        Sounder(ways=tmp_path, webhook=["unknown"])
    with pytest.raises(BadInput):
        Sounder(mail=["a@b.example"])
    assert ["the program /none did not run: FileNotFoundError"] == Sounder(
        program=["/none"]
    ).sound(alarm, "x")


_DESK = """
import sys, time
from pathlib import Path
from parley.desk.desk import Desk
from parley.desk.keyfile import read_secret
from parley.desk.ways.heart.beat import Beats
from parley.ledger.tlog import parse_skey
home = Path(sys.argv[1])
with Desk(home, reading=True) as desk:
    beats = Beats(home / "beat", parse_skey(read_secret(home / "keys/log.skey").decode().strip()))
    while True:
        beats.beat(desk.checkpoint(), desk.clock.now())
        print("beat", flush=True)
        time.sleep(0.1)
"""


@pytest.mark.slow
def test_a_real_watchdog_rings_for_a_real_desk(desk: Desk, tmp_path: Path) -> None:
    """A desk is killed: the process that watches it rings, runs its command, and ends with 1."""
    home = desk.home
    desk.close()
    shutil.copy(home / "log.vkey", tmp_path / "log.vkey")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", _DESK, str(home)], env=env, stdout=subprocess.PIPE, text=True
    ) as beating:
        assert beating.stdout is not None
        assert "beat\n" == beating.stdout.readline()
        with subprocess.Popen(
            [sys.executable, "-m", "parley", "watchdog", str(home / "beat"),
             "--trust", str(tmp_path / "log.vkey"), "--every", "0.1", "--limit", "1.5",
             "--state", str(tmp_path / "state"), "--run", f"touch {tmp_path / 'rang'}", "--exit"],
            env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as dog:  # fmt: skip
            assert dog.stdout is not None
            assert "Watching" in dog.stdout.readline()
            time.sleep(2.5)
            assert dog.poll() is None, "it rang while the desk was beating"
            assert not (tmp_path / "rang").exists()
            beating.send_signal(signal.SIGKILL)
            _, said = dog.communicate(timeout=30)
    assert 1 == dog.returncode, said
    assert "\aALARM silent: desk.parley.invalid has not beaten for" in said
    assert (tmp_path / "rang").exists()
    assert read_known(tmp_path / "state") is not None
