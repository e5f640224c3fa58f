"""The tree of refusals: drawn as it is, one sentence each, and an exit code."""

from __future__ import annotations

import re

import pytest

from parley import errors
from parley.errors import Refusal, expected


def tree(kind: type[Refusal], depth: int = 0) -> list[tuple[int, str, int]]:
    """Every refusal below one in this module, with its depth, in the order of definition."""
    found = [(depth, kind.__name__, kind.exit_code)]
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            found += tree(below, depth + 1)
    return found


def test_the_tree_is_drawn_as_it_is() -> None:
    """The drawing at the top of errors.py names every refusal, at its place, with its exit code."""
    drawn = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ([│ ]*)(?:[├└]── )?([A-Z]\w+)\s{2,}.*?(?:exit (\d))?$", line)
        if found:
            drawn.append((found[2], int(found[3]) if found[3] else None))
    real = [(name, code) for _, name, code in tree(Refusal)]
    assert [name for name, _ in drawn] == [name for name, _ in real]
    for (name, code), (_, true) in zip(drawn, real, strict=True):
        assert code in (None, true), name


@pytest.mark.parametrize("kind", [k for k in vars(errors).values() if isinstance(k, type)])
def test_a_refusal_is_a_sentence_a_place_and_a_remedy(kind: type[Refusal]) -> None:
    """Printed, a refusal gives the sentence, where, and what to do."""
    said = str(kind("expected X, got Y", at="Z", remedy="Do this."))
    assert said == "expected X, got Y, at Z. Do this."
    assert kind.__doc__
    assert kind.exit_code > 0


def test_expected_has_one_form() -> None:
    """Bad input always reads: expected X, got Y, at Z."""
    assert str(expected("a zone", "'12:00'", "$.at")) == "expected a zone, got '12:00', at $.at."
