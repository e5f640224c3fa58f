"""The desk: founding, who may say what, erasing, granting, and the clock."""

from __future__ import annotations

import itertools
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from parley.desk.ceremony import admit, found_together
from parley.desk.clock import Clock
from parley.desk.desk import Desk
from parley.desk.keyfile import KeyFile, fingerprint_words
from parley.errors import (
    BadInput,
    InUse,
    KeyRefused,
    NotAdmitted,
    NotFound,
    NotReadable,
    Refusal,
)
from parley.record import answer, correction, dispatch, incident, log, notice
from parley.record.entry import Unread
from parley.record.roster import KeyRegistered
from parley.record.values.statement import Heard
from parley.record.values.time import Instant
from tests.desk.people import SOURCE, WINDOW, parties, site
from tests.desk.test_rules import third


def test_a_desk_founds_itself_with_three_keys(desk: Desk) -> None:
    """A new desk's log begins with its own keys and the importer's, and nothing else."""
    bodies = [entry.body for entry in desk.book.entries(0, desk.size)]
    assert [type(b) for b in bodies] == [KeyRegistered] * 3
    assert [b.actor for b in bodies if isinstance(b, KeyRegistered)] == [
        "desk",
        "desk",
        "case-importer",
    ]


def test_secrets_are_for_their_owner_alone(desk: Desk) -> None:
    """No file under keys/ can be read by anybody else, and one that can be is refused."""
    for path in (desk.home / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    desk.close()
    (desk.home / "keys" / "desk.key").chmod(0o644)
    with pytest.raises(BadInput, match="only its owner"):
        Desk(desk.home)


def test_a_key_file_never_replaces_another(tmp_path: Path) -> None:
    """Saving keys over existing ones is refused: the old key may be the only proof of somebody."""
    KeyFile.make("north", "party").save(tmp_path / "k")
    with pytest.raises(BadInput, match="no key file yet"):
        KeyFile.make("north", "party").save(tmp_path / "k")


def test_a_foreign_key_file_is_refused_without_showing_it(tmp_path: Path) -> None:
    """A file that is no key file is refused, and nothing of it is in the sentence."""
    path = tmp_path / "k"
    path.write_text("hunter2-secret")
    path.chmod(0o600)
    with pytest.raises(BadInput) as caught:
        KeyFile.read(path)
    assert "hunter2" not in str(caught.value)


def test_a_desk_that_is_open_refuses_a_second_writer(desk: Desk) -> None:
    """The folder has one writer; a reader may look on."""
    with pytest.raises(InUse):
        Desk(desk.home)
    with Desk(desk.home, reading=True) as looking:
        assert looking.size == desk.size
        with pytest.raises(NotAdmitted, match="for reading"):
            looking.act(log.Noted(text="x"))


def test_a_folder_without_a_desk_says_what_to_do(tmp_path: Path) -> None:
    """Opening a folder that has no desk names the remedy."""
    with pytest.raises(NotFound, match="parley init"):
        Desk(tmp_path)


def test_founding_twice_is_refused(desk: Desk) -> None:
    """A folder that has a desk is never founded again."""
    desk.close()
    with pytest.raises(BadInput, match="without a desk"):
        Desk.found(desk.home, name="other.parley.invalid")


def test_a_founding_that_was_cut_short_is_finished(tmp_path: Path) -> None:
    """After a crash between the keys and the last founding entry, init goes on where it stopped."""

    class Cut(RuntimeError):
        pass

    def stop(self: Desk) -> None:
        self.act(self._key.registration(self.log))
        raise Cut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "_finish_founding", stop)
        with pytest.raises(Cut):
            Desk.found(tmp_path / "d", name="cut.parley.invalid")
    with Desk.found(tmp_path / "d", name="cut.parley.invalid") as desk:
        assert desk.size == 3


def test_an_answer_is_its_addressees_own(desk: Desk, tmp_path: Path) -> None:
    """North cannot answer for South, and the desk cannot either."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    forged = answer.Received(notice=told.digest, party="south")
    with pytest.raises(NotAdmitted, match="addressee's own"):
        north.send(north.draft(forged))
    with pytest.raises(NotAdmitted, match="addressee's own"):
        desk.act(forged)
    south.catch_up()
    south.send(south.draft(forged, to=("north",)))


def test_the_desk_may_log_an_answer_it_heard(desk: Desk, tmp_path: Path) -> None:
    """A telephone call is signed by who heard it, and says so."""
    north, _ = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    heard = Heard(
        way="telephone", by="officer-3", from_="South duty room",
        began=Instant.parse("2026-11-23T03:10+03:00"),
    )  # fmt: skip
    receipt = desk.act(answer.Received(notice=told.digest, party="south", heard=heard))
    entry = next(iter(desk.book.entries(receipt.index, receipt.index + 1)))
    assert entry.author == "desk"


@pytest.mark.parametrize(
    "record",
    [
        dispatch.Attempted(of="sha256:" + "0" * 64, way="telephone", to="duty room"),
        correction.Erased(record="sha256:" + "0" * 64, entry=0, part="body", why="x"),
    ],
)
def test_the_desks_own_acts_are_the_desks(
    desk: Desk, tmp_path: Path, record: dispatch.Attempted | correction.Erased
) -> None:
    """A party cannot log dispatches or erase parts."""
    north, _ = parties(desk, tmp_path)
    with pytest.raises(Refusal):
        north.send(north.draft(record))


def test_a_party_speaks_for_itself(desk: Desk, tmp_path: Path) -> None:
    """A party may pass on a claim with its source, and nothing else on another's word."""
    north, _ = parties(desk, tmp_path)
    north.send(
        north.draft(
            incident.Claimed(
                incident="x", question="what", stance="asserts", statement="s", reported=SOURCE
            )
        )
    )
    with pytest.raises(NotAdmitted, match="speaks for itself"):
        north.send(north.draft(log.Noted(text="x", reported=SOURCE)))


def test_only_an_author_retracts(desk: Desk, tmp_path: Path) -> None:
    """South cannot take back what North said; North can."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    south.catch_up()
    back = correction.Retracted(record=told.digest, entry=told.index, why="mistake")
    with pytest.raises(NotAdmitted, match="one's own record"):
        south.send(south.draft(back))
    north.send(north.draft(back))


def test_the_importer_passes_on_reports_only(desk: Desk) -> None:
    """The case importer's key signs nothing without a source."""
    bare = log.Noted(text="x")
    submission, _ = desk.prepare_report(bare)
    with pytest.raises(NotAdmitted, match="importer"):
        desk.submit(submission)


def test_a_newcomer_needs_a_voucher(desk: Desk, tmp_path: Path) -> None:
    """The desk alone admits no party; a party that is in can stand for one."""
    keys = KeyFile.make("north", "party"), KeyFile.make("south", "party")
    found_together(desk, *keys)
    third = KeyFile.make("east", "party")
    with pytest.raises(KeyRefused):
        desk.act(third.registration(desk.log))
    admit(desk, third, voucher=keys[0])
    assert desk.view().ring.standing("east") == "party"


def test_an_addressee_without_a_sealing_key_is_refused(desk: Desk, tmp_path: Path) -> None:
    """What an addressee could not open would not be told, so it is refused before it is sent."""
    north, _ = parties(desk, tmp_path)
    with pytest.raises(BadInput, match="sealing key of west"):
        north.draft(site("west"), to=("west",))


def test_erasing_removes_the_body_and_keeps_the_entry(desk: Desk, tmp_path: Path) -> None:
    """After an erasure readers see that something was entered, and every receipt still holds."""
    north, _ = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    desk.erase(told.index, "body", why="asked for by its author")
    entry = next(iter(desk.book.entries(told.index, told.index + 1)))
    assert entry.body == Unread(why="erased")
    north.catch_up()
    found = next(iter(north.book.entries(told.index, told.index + 1)))
    assert found.body == Unread(why="erased")


def test_erasing_what_is_not_there_is_refused(desk: Desk) -> None:
    """An erasure names an entry, its digest and a part it has."""
    with pytest.raises(NotFound):
        desk.erase(0, "body", why="x")


def test_a_grant_opens_a_part_to_a_later_reader(desk: Desk, tmp_path: Path) -> None:
    """A reader who was not an addressee opens a part once it is granted, and not before."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site()))
    south.catch_up()
    before = next(iter(south.book.entries(told.index, told.index + 1)))
    assert before.body == Unread(why="sealed")
    desk.grant(told.index, "body", reader="south", why="investigation")
    after = next(iter(south.book.entries(told.index, told.index + 1)))
    assert isinstance(after.body, notice.SiteNotified)
    assert after.author == "north"


def test_a_part_is_handed_out_with_one_wrap_only(desk: Desk, tmp_path: Path) -> None:
    """What a reader gets names no other reader."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south"), to=("south",)))
    commitment = desk.logged(told.index).payload.commit["body"]
    asking = south.key.asking(desk.log, desk.challenge())
    mine = desk.part_for(commitment, asking)
    assert mine is not None
    assert set(mine.wraps) == {south.key.seal.name}
    assert mine.own == b""
    west = third(desk, tmp_path, north)
    with pytest.raises(NotReadable, match="for others"):
        desk.part_for(commitment, west.key.asking(desk.log, desk.challenge()))


def test_a_part_is_handed_to_whom_it_is_sealed_for(desk: Desk, tmp_path: Path) -> None:
    """Asking in South's name proves nothing: not by another's key, and not by yesterday's proof."""
    north, south = parties(desk, tmp_path)
    told = north.send(north.draft(site("south")))
    commitment = desk.logged(told.index).payload.commit["body"]
    right = south.key.asking(desk.log, desk.challenge())
    others = north.key.asking(desk.log, desk.challenge())
    for wrong in (
        replace(others, seal=south.key.seal.name),
        replace(right, signature=others.signature),
        replace(right, key=others.key),
        replace(right, seal="seal:" + "0" * 64),
        south.key.asking(desk.log, b"of another day"),
        south.key.asking("another.log", desk.challenge()),
    ):
        with pytest.raises(NotReadable, match="expected proof"):
            desk.part_for(commitment, wrong)


def test_a_step_of_the_clock_is_written_down(tmp_path: Path) -> None:
    """When the wall clock jumps back an hour, an entry says so and ledger time still grows."""
    now, offset = 1_800_000_000 * 10**9, [0]
    clock = Clock(lambda: now + offset[0], lambda: now)
    with Desk.found(tmp_path / "d", name="clock.parley.invalid", clock=clock) as desk:
        first, _ = desk.prepare_report(incident.Opened(incident="x", title="t", when=WINDOW,
                                                       reported=SOURCE))  # fmt: skip
        desk.submit(first)
        offset[0] = -3600 * 10**9
        second, _ = desk.prepare_report(incident.Opened(incident="y", title="t", when=WINDOW,
                                                        reported=SOURCE))  # fmt: skip
        receipt = desk.submit(second)
        entries = list(desk.book.entries(0, desk.size))
        noted = [e.body for e in entries if isinstance(e.body, log.Noted)]
        assert [n.topic for n in noted] == ["clock"]
        assert "-3600" in noted[0].text
        assert [e.rx for e in entries] == sorted({e.rx for e in entries})
        assert receipt.index == desk.size - 1


def test_a_small_drift_is_not_a_step() -> None:
    """Under two seconds nothing is noted."""
    wall, steady = itertools.count(0, 1_000_000_000), itertools.count(0, 999_000_000)
    clock = Clock(lambda: next(wall), lambda: next(steady))
    assert clock.stepped() == 0


def test_fingerprint_words_can_be_read_out() -> None:
    """A fingerprint is eight groups of four."""
    public = KeyFile.make("north", "party").registration("log.parley.invalid").key
    assert [len(group) for group in fingerprint_words(public).split()] == [4] * 8


@pytest.mark.parametrize("name", ["مكتب", "desk\u202eelif", "two words", "", "-x", "a\u200bb"])
def test_a_log_name_can_be_read_one_way_only(tmp_path: Path, name: str) -> None:
    """A log's name is plain ASCII: it stands in every key and fingerprint people compare."""
    with pytest.raises(BadInput):
        Desk.found(tmp_path / "d", name=name)
    assert not (tmp_path / "d").exists()


def test_a_desk_is_not_founded_among_other_files(tmp_path: Path) -> None:
    """A folder that holds something else is left as it is."""
    (tmp_path / "mine").write_text("x")
    with pytest.raises(BadInput, match="empty folder"):
        Desk.found(tmp_path, name="desk.parley.invalid")
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


def test_a_lost_ledger_is_not_made_again(desk: Desk) -> None:
    """Where a desk was founded, a missing ledger is a loss and never a fresh start."""
    desk.close()
    for path in desk.home.glob("ledger.sqlite*"):
        path.unlink()
    with pytest.raises(Refusal):
        Desk(desk.home)
    with pytest.raises(Refusal):
        Desk.found(desk.home, name="x.invalid")


@pytest.mark.parametrize("name", ["desk.key", "shelf.key"])
def test_another_desks_keys_are_refused(desk: Desk, tmp_path: Path, name: str) -> None:
    """With another desk's key nothing could be opened; that is said at once."""
    desk.act(log.Noted(text="x"))
    desk.close()
    with Desk.found(tmp_path / "other", name="other.parley.invalid") as other:
        foreign = (other.home / "keys" / name).read_bytes()
    (desk.home / "keys" / name).write_bytes(foreign)
    with pytest.raises(BadInput, match="another's"):
        Desk(desk.home)
