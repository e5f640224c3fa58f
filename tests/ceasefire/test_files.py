"""Arrangement files: refused by line and path in both forms, and what is shipped is sound."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cases import shipped
from parley.ceasefire.text.lines import toml_lines
from parley.ceasefire.text.plain import read_plain
from parley.ceasefire.text.reading import arrangement_schema, read_arrangement
from parley.ceasefire.text.warnings import warnings_of
from parley.errors import BadInput

HOSTILE = sorted((Path(__file__).parent / "hostile").iterdir())
TWO_SIDES = shipped.arrangement_file("two-sides")[1].decode()


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_a_hostile_file_is_refused_soon_and_by_its_line(path: Path) -> None:
    """Every attack we could name is refused in one sentence that names file and place."""
    began = time.perf_counter()
    with pytest.raises(BadInput) as refused:
        read_arrangement(path.read_bytes(), path.name)
    assert time.perf_counter() - began < 5
    words = str(refused.value)
    assert words.startswith("expected ")
    assert path.name in words
    assert words.isprintable()
    assert "line" in words or "levels" in words or "character" in words or "end" in words


@pytest.mark.parametrize("name", sorted(shipped.ARRANGEMENTS))
def test_a_shipped_arrangement_has_no_fault_and_fits_its_schema(name: str) -> None:
    """What is shipped is read without a fault, and a foreign judge of schemas agrees."""
    file, raw = shipped.arrangement_file(name)
    assert name == read_arrangement(raw, file).arrangement.id
    jsonschema.Draft202012Validator(arrangement_schema()).validate(read_plain(raw, file).value)


def test_every_clause_of_2016_says_where_it_can_be_read() -> None:
    """Each clause has a source, and a gap says that it is not public."""
    file, raw = shipped.arrangement_file("syria-2016")
    for text in read_arrangement(raw, file).arrangement.instrument:
        for version in text.version:
            for clause in version.clause:
                assert ("not public" == clause.source) == (clause.form == "gap")


@pytest.mark.parametrize(
    ("changed", "line", "path"),
    [
        ('register = "ajar"', 29, "instrument[0].register"),
        ('register = "open"\nmore = 1', 30, "instrument[0].more"),
    ],
)
def test_a_fault_names_its_line_and_path(changed: str, line: int, path: str) -> None:
    """A wrong word, or a field that is none, is found where it stands."""
    wrong = TWO_SIDES.replace('register = "open"', changed)
    with pytest.raises(BadInput, match=re.escape(f"line {line} ({path})")):
        read_arrangement(wrong.encode(), "two-sides.toml")


def test_all_faults_of_references_are_told_at_once() -> None:
    """Two references that lead nowhere are two faults of one refusal, in the order of the file."""
    wrong = TWO_SIDES.replace('adopted_by = ["golf"]', 'adopted_by = ["hotel"]').replace(
        'delineation = "zone"', 'delineation = "nowhere"'
    )
    with pytest.raises(BadInput) as refused:
        read_arrangement(wrong.encode(), "two-sides.toml")
    words = str(refused.value)
    assert words.index("'hotel'") < words.index("'nowhere'")


def test_yaml_and_toml_say_the_same() -> None:
    """One arrangement in both forms is one arrangement."""
    toml = 'id = "a"\ntitle = "no"\nhours = 8\nat = "08:00"\nlist = [1, true]\n'
    yaml = 'id: a\ntitle: no\nhours: 8\nat: 08:00\nlist: [1, true]\n'
    assert read_plain(toml.encode(), "a.toml").value == read_plain(yaml.encode(), "a.yaml").value


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("never-violated", 'act = ["supply"]\n', ""),
        ("exceptions-overlap", 'needs = ["prior-attack"] }]',
         'needs = ["prior-attack"] }, { label = "b", effect = "keeps", gist = "b" }]'),
        ("clock-no-reset", "[[delineation]]",
         '[[clock]]\nid = "c"\ntitle = "c"\nclause = "pact.1"\nhours = 1\n\n[[delineation]]'),
        ("channel-no-reply", "[[delineation]]",
         '[[channel]]\nid = "l"\nbetween = ["alpha"]\npurpose = "p"\nsource = "s"\n\n'
         "[[delineation]]"),
        ("not-public", 'form = "permission"', 'form = "gap"'),
    ],
)  # fmt: skip
def test_what_will_cause_trouble_is_warned_of_by_name(name: str, was: str, now: str) -> None:
    """Each warning stands where its cause does, and is gone with it."""
    filed = read_arrangement(TWO_SIDES.encode(), "two-sides.toml")
    assert name not in [one.name for one in warnings_of(filed.arrangement)]
    assert was in TWO_SIDES
    worse = read_arrangement(TWO_SIDES.replace(was, now, 1).encode(), "two-sides.toml")
    assert name in [one.name for one in warnings_of(worse.arrangement)]


def test_exceptions_that_never_meet_in_time_do_not_overlap() -> None:
    """Two exceptions with hours of their own, or an override, are not warned of."""
    second = '{ label = "b", effect = "keeps", gist = "b", window = { opens = "12:00" } }'
    apart = TWO_SIDES.replace(
        'needs = ["prior-attack"] }]',
        f'needs = ["prior-attack"], window = {{ closes = "12:00" }} }}, {second}]',
    )
    filed = read_arrangement(apart.encode(), "two-sides.toml")
    assert [] == [one for one in warnings_of(filed.arrangement) if "overlap" in one.name]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text at all gets past in another way than a refusal in words."""
    raw = text.encode("utf-8", "surrogatepass")
    for file in ("any.toml", "any.yaml"):
        with pytest.raises(BadInput, match=r"^expected "):  # no text so short is an arrangement
            read_arrangement(raw, file)


_PLAIN = st.recursive(
    st.integers(0, 9) | st.booleans() | st.text("ab#='\"]}, \n", max_size=6),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text("abc.#= ", min_size=1, max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abc.#= ", min_size=1, max_size=4), _PLAIN, max_size=4))
def test_every_value_of_a_toml_file_has_its_line(table: dict[str, object]) -> None:
    """Whatever tomllib accepts, each key and item of it is given a line of the file."""
    text = "".join(_pair(key, value) for key, value in table.items() if not _holds(value))
    text += "".join(f"[{json.dumps(key)}]  # a table\n" + "".join(
        _pair(inner, one) for inner, one in value.items())
        for key, value in table.items() if isinstance(value, dict) and value)  # fmt: skip
    lines = toml_lines(text)
    plain = read_plain(text.encode(), "any.toml")

    def walk(value: object, path: tuple[str | int, ...]) -> None:
        assert 1 <= lines[path] <= text.count("\n") + 1
        if isinstance(value, dict | list):
            steps = value.items() if isinstance(value, dict) else enumerate(value)
            for step, item in steps:
                walk(item, (*path, step))

    for key, value in plain.value.items() if isinstance(plain.value, dict) else ():
        walk(value, (key,))
        assert json.dumps(key) in text.splitlines()[lines[key,] - 1]


def _holds(value: object) -> bool:
    return isinstance(value, dict) and bool(value)


def _pair(key: str, value: object) -> str:
    return f"{json.dumps(key)} = {_inline(value)}  # {key}\n".replace("\r", "")


def _inline(value: object) -> str:
    """A value as TOML writes it: strings as JSON has them, lists over several lines."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{json.dumps(key)} = {_inline(one)}" for key, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_inline(one)}, # ]\n" for one in value) + "]"
    return json.dumps(value)
