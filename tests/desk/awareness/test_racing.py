"""Processes that write at once get exactly the answers that the order of the ledger implies."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from parley.desk.ceremony import admit
from parley.desk.desk import Desk
from parley.desk.keyfile import KeyFile
from parley.desk.party import Party
from parley.record import notice
from parley.space.volume import of_notice
from tests.desk.awareness.racer import NOTICES
from tests.desk.people import parties
from tests.space.predicates import Reach, to_be_read

ROOT = Path(__file__).parents[3]
RACERS = ("north", "south", "west", "east", "centre", "coast")


def founded(home: Path) -> None:
    """A desk with as many members as there are processes."""
    with Desk.found(home / "desk", name="race.parley.invalid") as desk:
        members = list(parties(desk, home))
        for name in RACERS[2:]:
            key = KeyFile.make(name, "party")
            admit(desk, key, voucher=members[0].key)
            member = Party(key, desk, trust=desk.verifier, home=home / name)
            member.catch_up()
            member.send(member.draft(key.sealing()))
            members.append(member)
        for member in members:
            member.key.save(home / member.actor / "party.key")
            (home / member.actor / "log.vkey").write_text(desk.verifier.vkey + "\n")


def implied(desk: Desk) -> dict[int, list[int]]:
    """By brute force, from the record alone: what each notice overlapped, unread, before it."""
    before: list[tuple[int, str, str | None, notice.SiteNotified]] = []
    found: dict[int, list[int]] = {}
    for entry in desk.book.entries(0, desk.size):
        body = entry.body
        if not isinstance(body, notice.SiteNotified):
            continue
        reach = Reach(within_m=1000.0, within_s=1800)
        found[entry.index] = [
            index
            for index, digest, author, other in before
            if author != entry.author
            and digest not in body.read
            and to_be_read(of_notice(body), of_notice(other), reach)
        ]
        before.append((entry.index, entry.digest, entry.author, body))
    return found


@pytest.mark.slow
def test_the_order_decides_and_nothing_else(tmp_path: Path) -> None:
    """Six processes at once, three notices each: every answer is what the record then implied."""
    founded(tmp_path)
    racing = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.desk.awareness.racer", str(tmp_path), name],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for name in RACERS
    ]  # fmt: skip
    for one in racing:
        if one.stdout is not None:
            assert "ready" == one.stdout.readline().strip()
    for one in racing:
        if one.stdin is not None:
            one.stdin.write("\n")
            one.stdin.flush()
    said = [line for one in racing for line in one.communicate(timeout=120)[0].splitlines()]
    told = [json.loads(line) for line in said]
    assert [0] * len(RACERS) == [one.returncode for one in racing]
    assert len(RACERS) * NOTICES == len(told)
    with Desk(tmp_path / "desk") as desk:
        assert implied(desk) == {one["entry"]: one["unread"] for one in told}
        by = {entry.digest: entry.author for entry in desk.book.entries(0, desk.size)}
        assert [one["by"] for one in told] == [by[one["digest"]] for one in told]
    assert any(one["unread"] for one in told)
    assert not list((tmp_path / "desk" / "dropped").iterdir())
