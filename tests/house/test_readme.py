"""What the pages tell a reader to type can be typed, and ends as they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.pages import Command, commands, faults, tour
from tests.house.plan import ROOT

README = ROOT / "README.md"
PAGES = sorted((ROOT / "docs").rglob("*.md"))

SAMPLE = """\
# A page

```sh
not part of the tour
```

## A short tour

```console
$ echo one; echo two 2000 three; echo four
one
two ... three
$ false   # exit 1
$ mkdir room && cd room && \\
> echo made > file
```

Words between.

```sh
# a comment that is no heading
test -f ../room/file
```

## After it

```sh
exit 9
```
"""


def test_the_runner_reads_the_tour_and_nothing_else() -> None:
    """Commands, the codes they must end with and what they print are taken from the tour only."""
    found = commands(tour(SAMPLE))
    assert [
        Command("echo one; echo two 2000 three; echo four", 0, ("one", "two ... three")),
        Command("false   # exit 1", 1, ()),
        Command("mkdir room && cd room && \\\necho made > file", 0, ()),
        Command("test -f ../room/file", 0, ()),
    ] == found


def test_the_runner_passes_what_holds(tmp_path: Path) -> None:
    """A tour that does as it says has no faults."""
    assert [] == faults(commands(tour(SAMPLE)), tmp_path)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("```sh\ntrue # exit 3\n```", "expected exit 3, got 0"),
        ("```sh\nfalse\n```", "expected exit 0, got 1"),
        ("```console\n$ echo two\none\n```", "expected the line 'one'"),
        ("```console\n$ echo one; echo two\ntwo\none\n```", "expected the line 'one'"),
        ("```sh\nexit 0\ntrue\n```", "expected 2 commands to end"),
        ("```sh\nno-such-program\n```", "expected exit 0, got 127"),
    ],
)
def test_the_runner_fails_what_does_not_hold(page: str, fault: str, tmp_path: Path) -> None:
    """Another exit code, another output, or a command that is not reached is a fault."""
    found = faults(commands(page), tmp_path)
    assert fault in "\n".join(found)


def test_the_readme_has_a_tour_to_run() -> None:
    """A README has a heading with the word tour, and commands below it."""
    assert commands(_tour()) or not README.exists(), (
        "expected a section headed '... tour ...' with console or sh blocks, got none"
    )


@pytest.mark.slow
def test_the_readmes_tour_runs(tmp_path: Path) -> None:
    """Every command of the README's tour ends as it says, from an empty folder."""
    assert [] == faults(commands(_tour()), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_docs_say_runs(page: Path, tmp_path: Path) -> None:
    """Every console and sh block of a page in docs ends as it says, in order, in one folder."""
    assert [] == faults(commands(page.read_text(encoding="utf-8")), tmp_path)


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*.md")), *PAGES], ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    """A link to another file of ours names a file that exists."""
    links = re.findall(r"\]\((?!#|[a-z]+:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [] == [link for link in links if not (page.parent / link).exists()]


def _tour() -> str:
    return tour(README.read_text(encoding="utf-8")) if README.exists() else ""
