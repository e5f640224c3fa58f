"""Draft checks while another process writes the ledger."""

from __future__ import annotations

import threading
from pathlib import Path

from parley.desk.awareness import Awareness, Limits
from parley.desk.awareness.probing import check_beside
from parley.desk.desk import Desk
from parley.desk.inward.dropping import take_dropped
from parley.errors import NotAdmitted
from tests.desk.awareness.ground import site
from tests.desk.people import parties


def test_askers_at_once_get_no_more_than_the_limit(desk: Desk, tmp_path: Path) -> None:
    """Six ask together beside the writer, two are allowed: two are answered, four refused."""
    parties(desk, tmp_path)
    answered: list[Awareness] = []
    refused: list[NotAdmitted] = []

    def ask() -> None:
        try:
            answered.append(check_beside(desk.home, "south", site(), limits=Limits(an_hour=2)))
        except NotAdmitted as fault:
            refused.append(fault)

    asking = [threading.Thread(target=ask) for _ in range(6)]
    for one in asking:
        one.start()
    while any(one.is_alive() for one in asking):
        take_dropped(desk)
        asking[0].join(timeout=0.01)
    assert (2, 4) == (len(answered), len(refused))
