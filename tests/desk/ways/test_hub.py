"""The hub: gap-free for each reader, waiting for nobody, losing no stop request in silence."""

from __future__ import annotations

import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.desk.ways.hub import Event, Hub, Note, Subscription


def event(number: int, *, urgent: bool = False) -> Event:
    return Event(kind="alert.stop_requested" if urgent else "log.noted", of=f"sha256:{number:064x}",
                 index=number, urgent=urgent)  # fmt: skip


def hub(queue: int = 8, backlog: int = 16, epoch: str = "a") -> Hub:
    return Hub(epoch=epoch, queue=queue, backlog=backlog)


def taken(one: Subscription) -> tuple[Note, ...]:
    return one.take(0)


@given(st.lists(st.tuples(st.sets(st.sampled_from("abc")), st.booleans()), max_size=60),
       st.integers(0, 60))  # fmt: skip
def test_each_reader_counts_only_its_own(sent: list[tuple[set[str], bool]], drops: int) -> None:
    """Counters have no gaps and tell nothing of others; who comes back goes on exactly there."""
    made = Hub(epoch="a", queue=100, backlog=100)
    pages = {reader: made.subscribe(reader) for reader in "abc"}
    had: dict[str, list[Note]] = {reader: [] for reader in "abc"}
    for number, (readers, urgent) in enumerate(sent):
        if number == drops:
            for reader, page in pages.items():
                had[reader] += taken(page)
                page.close()
                last = had[reader][-1].id if had[reader] else "a:0"
                pages[reader] = made.subscribe(reader, last)
        made.publish(event(number, urgent=urgent), readers)
    for reader, page in pages.items():
        had[reader] += taken(page)
        wanted = [number for number, (readers, _) in enumerate(sent) if reader in readers]
        assert list(range(1, len(wanted) + 1)) == [note.count for note in had[reader]]
        assert wanted == [note.event.index for note in had[reader] if note.event]


@pytest.mark.parametrize(
    "after", ["b:3", "a:40", "a:-1", "a:x", "a", "", "a:٣", "a:" + "9" * 30, "a:1"]
)
def test_a_counter_that_cannot_be_resumed_means_resync(after: str) -> None:
    """Another life, the future, nonsense, or older than the backlog: told to read all again."""
    made = hub(queue=100)
    for number in range(30):
        made.publish(event(number), ["a"])
    with made.subscribe("a", after) as page:
        assert (Note(epoch="a", count=30),) == taken(page)
        made.publish(event(30), ["a"])
        assert [31] == [note.count for note in taken(page)]


def test_who_falls_behind_is_told_and_keeps_every_stop_request() -> None:
    """A full queue drops what is not urgent, says so first, and keeps the stop request."""
    made = hub()
    page = made.subscribe("a")
    made.publish(event(0, urgent=True), ["a"])
    for number in range(1, 1000):
        made.publish(event(number), ["a"])
    notes = taken(page)
    assert len(notes) <= 8
    assert (None, False) == (notes[0].event, notes[0].urgent_lost)
    assert [0] == [note.event.index for note in notes if note.event and note.event.urgent]


def test_a_flood_of_stop_requests_is_never_dropped_unsaid() -> None:
    """When not even the stop requests fit, the page is told that some of them were dropped."""
    made = hub()
    page = made.subscribe("a")
    for number in range(1000):
        made.publish(event(number, urgent=True), ["a"])
    notes = taken(page)
    assert len(notes) <= 8
    assert notes[0].urgent_lost
    assert notes[-1].event == event(999, urgent=True)


def test_a_slow_reader_holds_up_nobody() -> None:
    """One page that never takes anything changes nothing for another of the same reader."""
    made = hub(queue=4)
    made.subscribe("a")
    quick = made.subscribe("a")
    counts = []
    for number in range(100):
        made.publish(event(number), ["a"])
        counts += [note.count for note in taken(quick)]
    assert list(range(1, 101)) == counts


def test_a_closed_page_gets_nothing_and_wakes() -> None:
    """Whoever waits on a page that is closed is woken with nothing."""
    made = hub()
    page = made.subscribe("a")
    woken: list[tuple[Note, ...]] = []
    waiting = threading.Thread(target=lambda: woken.append(page.take(30)))
    waiting.start()
    page.close()
    waiting.join(10)
    assert [()] == woken
    assert 0 == made.publish(event(1), ["a"])
    assert 0 == made.subscriptions("a")


def test_pages_in_a_loop_are_woken_from_other_threads() -> None:
    """A hundred waiting tasks hear of what eight threads publish, each note once and in order."""
    made = Hub(epoch="a", queue=1000, backlog=10)

    async def read(page: Subscription) -> list[int]:
        counts: list[int] = []
        while len(counts) < 80:
            counts += [note.count for note in await page.arrive()]
        return counts

    async def all_of_them() -> list[list[int]]:
        tasks = [asyncio.create_task(read(made.subscribe("a"))) for _ in range(100)]
        await asyncio.sleep(0)
        threads = [
            threading.Thread(target=lambda: [made.publish(event(n), ["a"]) for n in range(10)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        found = await asyncio.wait_for(asyncio.gather(*tasks), 20)
        for thread in threads:
            thread.join()
        return found

    assert [list(range(1, 81))] * 100 == asyncio.run(all_of_them())


def test_a_loop_that_is_gone_takes_nothing_with_it() -> None:
    """A page whose loop was closed under it does not disturb whoever publishes."""
    made = hub()

    async def leave() -> None:
        waiting = asyncio.create_task(made.subscribe("a").arrive())
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(leave())
    other = made.subscribe("a")
    made.publish(event(1), ["a"])
    assert 1 == len(taken(other))


def test_a_stop_request_reaches_every_page_through_a_flood() -> None:
    """While 64 threads publish without a pause, each of 200 slow pages has the stop request."""
    made = Hub(epoch="a", queue=16, backlog=16)
    readers = [f"officer-{number}" for number in range(200)]
    pages = [made.subscribe(reader) for reader in readers]
    threads = [
        threading.Thread(target=lambda: [made.publish(event(n), readers) for n in range(5)])
        for _ in range(64)
    ]
    for thread in threads[:32]:
        thread.start()
    made.publish(event(99, urgent=True), readers)
    for thread in threads[32:]:
        thread.start()
    for thread in threads:
        thread.join()
    for page in pages:
        notes = taken(page)
        assert 1 == sum(note.event == event(99, urgent=True) for note in notes)
        assert notes[0].event is None  # it fell behind, and is told so first
