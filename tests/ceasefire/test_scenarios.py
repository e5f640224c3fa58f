"""Every shipped scenario comes out as it says; a wrong one is told apart, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.cases import shipped
from parley.ceasefire.finding.propose import propose
from parley.ceasefire.finding.telling import paragraph
from parley.ceasefire.scenario.running import diff, run
from parley.ceasefire.scenario.standing import STANDING
from parley.ceasefire.scenario.world import World, read_world
from parley.ceasefire.text.reading import Filed, read_arrangement
from parley.desk.findings import scenario_at
from parley.errors import BadInput

SCENARIOS = shipped.scenario_files()


def find(name: str) -> Filed:
    """A shipped arrangement."""
    file, raw = shipped.arrangement_file(name)
    return read_arrangement(raw, file)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_a_shipped_scenario_comes_out_as_it_says(name: str) -> None:
    """Findings, answers, missing facts, parts and clashes are those the file names."""
    outcome = run(read_world(SCENARIOS[name], name, find), STANDING)
    assert () == diff(outcome)
    assert outcome.held


def test_the_folder_at_the_root_holds_the_shipped_scenarios() -> None:
    """`parley scenario scenarios/*.toml` runs what is shipped."""
    here = Path(__file__).parent.parent.parent / "scenarios"
    assert sorted(SCENARIOS) == sorted(path.name for path in here.glob("*.toml"))
    assert scenario_at(here / "a-strike-on-two-bases.toml").held


def test_what_does_not_come_out_is_shown_with_its_line() -> None:
    """A diff says where, what was wanted, and what came."""
    raw = SCENARIOS["d-before-the-start.toml"].replace(b'"out_of_scope"', b'"violation"', 1)
    lines = diff(run(read_world(raw, "wrong.toml", find)))
    assert "wrong.toml, line " in lines[0]
    assert ("  - wanted  violation", "  + got     out_of_scope") == lines[1:3]


def test_a_scenario_that_expects_nothing_is_not_held() -> None:
    """Nothing asked is nothing shown."""
    raw = SCENARIOS["d-before-the-start.toml"].partition(b"[[expect.finding]]")[0]
    outcome = run(read_world(raw + b"[expect]\n", "empty.toml", find))
    assert not outcome.held
    assert "nothing is expected" in diff(outcome)[0]


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ('at = "2016-02-26T23:00Z"', 'at = "2016-02-26 11pm"', "line 9"),
        ('question = "act", says', 'question = "act", sayz', "sayz"),
        ('when = "2016-02-26T21:30Z"', 'when = "2016-02-26T21:30"', "a zone on the time"),
        ('arrangement = "syria-2016"', 'arrangement = "syria-2061"', "'syria-2061'"),
        ('event = "attack"\neffect', 'event = "assault"\neffect', "'assault'"),
        ('event = "attack"\nsaid', "said", "what is said of it"),
    ],
)
def test_a_fault_in_a_scenario_is_refused_in_words(was: str, now: str, words: str) -> None:
    """A wrong time, field, name or event is named where it stands."""
    text = SCENARIOS["d-before-the-start.toml"].decode().replace("[expect.finding.effect]\nvalue =",
                                                                 "effect =")  # fmt: skip
    text = text.partition("answers =")[0].replace('stated_intent = "out_of_scope"\n\n', "")
    assert was in text
    with pytest.raises(Exception, match=r"expected ") as refused:
        read_world(text.replace(was, now, 1).encode(), "wrong.toml", find)
    assert words in str(refused.value)


def test_time_in_the_record_only_grows() -> None:
    """An entry before the one before it is refused."""
    raw = SCENARIOS["h-return-fire.toml"].replace(b"2016-03-12T09:00Z", b"2016-03-01T09:00Z")
    with pytest.raises(BadInput, match="ledger time that only grows"):
        read_world(raw, "wrong.toml", find)


def _told(world: World) -> list[str]:
    return [paragraph(propose(world.terms, event, world.known())) for event in
            world.events.values()]  # fmt: skip


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_sentence_of_the_paragraph_cites_something(name: str) -> None:
    """One paragraph, and every sentence of it ends in what it rests on."""
    for told in _told(read_world(SCENARIOS[name], name, find)):
        assert "\n" not in told
        assert told.endswith("].")
        for sentence in told.removesuffix(".").split("]. "):
            assert "[" in sentence, sentence
            assert ". " not in sentence.replace("...", ""), sentence
