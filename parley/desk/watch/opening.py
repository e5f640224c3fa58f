"""Opening the watch over a desk's folder: the one writer, its ways out, its pages, its heart."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from parley.desk.clock import Clock
from parley.desk.desk import Desk
from parley.desk.watch.reach import reach_of
from parley.desk.watch.running import Heart
from parley.desk.watch.telling import Teller, openers_of
from parley.desk.watch.watching import Watch
from parley.desk.ways.courier import Courier
from parley.desk.ways.hub import Hub
from parley.desk.ways.opening import open_courier
from parley.desk.ways.settings import read_settings


class OnWatch(Struct, frozen=True):
    """Everything that runs while a desk is watched."""

    desk: Desk
    watch: Watch
    hub: Hub
    courier: Courier
    heart: Heart


def watch_over(desk: Desk, courier: Courier, hub: Hub, *, zone: str = "Z", call: str = "") -> Watch:
    """The watch over an open desk; whoever opened these closes them."""
    reach = reach_of(read_settings(desk.home), hub, zone=zone, call=call)
    teller = Teller(hub, openers_of(desk))
    return Watch(desk, post=courier.post, reach=reach, teller=teller)


@contextmanager
def on_watch(
    home: Path, *, zone: str = "Z", call: str = "", clock: Clock | None = None
) -> Iterator[OnWatch]:
    """Open a desk's folder and all its ways out, for as long as the block runs.

    Refuses with InUse while another process writes, or carries.
    """
    with Desk(home, clock=clock) as desk:
        settings, hub = read_settings(home), Hub(epoch=os.urandom(8).hex())
        with open_courier(desk, settings, hub) as courier:
            watch = watch_over(desk, courier, hub, zone=zone, call=call)
            yield OnWatch(desk, watch, hub, courier, Heart(desk, settings.beat))
