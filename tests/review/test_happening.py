"""Every kind can be said in one sentence, under a plain name of its own."""

from __future__ import annotations

import pytest

from parley.record.entry import read_record
from parley.record.kinds import KINDS
from parley.review.happening import happening
from parley.review.labels import KIND
from tests.record.test_golden import golden


def test_every_kind_has_a_plain_name_of_its_own() -> None:
    """The names shown to people are as many as the kinds, and none stands for two."""
    assert set(KINDS) == set(KIND)
    assert len(KIND) == len(set(KIND.values()))


@pytest.mark.parametrize("tag", sorted(KINDS))
def test_every_kind_is_told_in_words(tag: str) -> None:
    """The example of a kind is told in words, without a None or a tag shining through."""
    told = happening(read_record(golden(tag)))
    assert told.text.strip()
    assert "None" not in told.text
    assert tag not in told.text
