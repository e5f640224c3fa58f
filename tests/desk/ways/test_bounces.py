"""What mail servers send back: believed only for a letter of ours, and breaking nothing."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.desk.ways.carriers.bounces import BounceBox, Report, read_report
from parley.desk.ways.port import Arrived, Refused

KEY = "0123456789abcdef0123456789abcdef01234567"


def dsn(action: str = "failed", *, envelope: str | None = KEY, returned: str = "",
        more: str = "") -> bytes:  # fmt: skip
    """A delivery report as RFC 3464 has it (after its appendix D)."""
    original = f"Original-Envelope-Id: {envelope}\n" if envelope else ""
    return (
        "From: Mail Delivery Subsystem <MAILER-DAEMON@south.example>\n"
        "To: desk@mission.example\nSubject: Returned mail\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status;\n boundary="B"\n\n'
        "--B\n\nYour letter could not be delivered.\n\n"
        "--B\nContent-Type: message/delivery-status\n\n"
        f"{original}Reporting-MTA: dns; mail.south.example\n\n"
        "Final-Recipient: rfc822; duty@south.example\n"
        f"Action: {action}\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <duty@south.example>... no such user\n\n"
        f"{more}--B\nContent-Type: message/rfc822\n\n"
        f"Message-ID: {returned}\nSubject: STOP REQUEST\n\nText.\n\n--B--\n"
    ).encode()


def test_a_bounce_is_known_by_the_key_it_bears() -> None:
    """As envelope id, or in the Message-ID of the letter returned; the address is left out."""
    report = Report(key=KEY, action="failed", why="5.1.1 smtp; 550 5.1.1 (address) no such user")
    assert report == read_report(dsn())
    assert report == read_report(dsn(envelope=None, returned=f"<parley.{KEY}@mission.example>"))


@pytest.mark.parametrize(
    ("said", "read"),
    [("delivered", "delivered"), ("Expanded", "delivered"), ("delayed", "delayed"),
     ("FAILED", "failed"), ("relayed", None), ("nonsense", None), ("", None)],
)  # fmt: skip
def test_each_action_is_what_it_says(said: str, read: str | None) -> None:
    """Failed, delivered and delayed are told apart; relayed claims nothing."""
    found = read_report(dsn(said))
    assert read == (found.action if found else None)


def test_of_several_recipients_the_worst_counts() -> None:
    """One that failed is a failure, whatever the others say."""
    more = "Final-Recipient: rfc822; other@south.example\nAction: failed\nStatus: 5.0.0\n\n"
    found = read_report(dsn("delivered", more=more))
    assert found is not None
    assert "failed" == found.action


@pytest.mark.parametrize(
    "raw",
    [b"", b"From: a\n\nhello", dsn(envelope=None), dsn(envelope="guess"), dsn(envelope=KEY[:-1]),
     dsn(envelope=None, returned=f"<other.{KEY}@x>"), dsn().replace(b"multipart/report", b"text/x"),
     dsn().replace(b"message/delivery-status", b"text/plain")],
)  # fmt: skip
def test_a_mail_that_is_no_report_of_ours_is_none(raw: bytes) -> None:
    """Without the key that nobody can guess, a bounce belongs to nothing."""
    assert read_report(raw) is None


@given(st.binary(max_size=2000) | st.tuples(st.integers(0, 900), st.binary(max_size=20)).map(
    lambda cut: dsn()[: cut[0]] + cut[1] + dsn()[cut[0] + len(cut[1]) :]))  # fmt: skip
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    """Whatever lies in the mailbox is a report or none."""
    found = read_report(raw)
    assert found is None or len(found.key) == 40


def test_boxes_in_boxes_are_no_report() -> None:
    """A mail nested thousands deep is left alone."""
    head = b"".join(
        b'Content-Type: multipart/report; boundary="%d"\n\n--%d\n' % (n, n) for n in range(9000)
    )
    assert read_report(head) is None


class Reported:
    """Takes reports, and knows only one key."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Arrived | Refused]] = []

    def __call__(self, key: str, outcome: Arrived | Refused) -> bool:
        self.said.append((key, outcome))
        return key == KEY


def test_a_maildir_is_read_once_and_nothing_is_deleted(tmp_path: Path) -> None:
    """A report is entered and its mail marked as read; other mail is kept for a person."""
    box = mailbox.Maildir(tmp_path / "bounces")
    for raw in (dsn(), dsn("delivered"), dsn("delayed"), b"From: a\n\nhello\n",
                dsn(envelope="f" * 40)):  # fmt: skip
        box.add(raw)
    reported = Reported()
    reader = BounceBox(tmp_path / "bounces", reported)
    assert 3 == reader.look()
    assert 0 == reader.look()
    assert ["Arrived 0123", "Refused 0123", "Refused ffff"] == sorted(
        f"{type(outcome).__name__} {key[:4]}" for key, outcome in reported.said
    )
    assert 5 == len(list((tmp_path / "bounces" / "cur").iterdir()))


def test_an_mbox_is_read_when_it_grows(tmp_path: Path) -> None:
    """The file of another program is only read; what cannot be there yet is no fault."""
    path, reported = tmp_path / "mbox", Reported()
    reader = BounceBox(path, reported)
    assert 0 == reader.look()
    box = mailbox.mbox(path)
    box.add(dsn())
    box.flush()
    before = path.read_bytes()
    assert 1 == reader.look()
    assert 0 == reader.look()
    box.add(dsn("delivered"))
    box.flush()
    assert 2 == reader.look()  # both again: the outbox enters each once
    assert path.read_bytes().startswith(before)
