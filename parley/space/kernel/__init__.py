"""Which engine searches: the compiled kernel where it was built, else numpy and shapely.

Both read the same bytes and give the same answers; only the time differs. `engine()` says which one
is in use, so that nobody wonders why a desk is slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, cast

import numpy.typing as npt
from msgspec import Struct

from parley.errors import expected
from parley.space.kernel import plain

if TYPE_CHECKING:
    from parley.space.prepared import I32
    from parley.space.store.layout import Records

Name = Literal["compiled", "plain"]
Array = npt.NDArray[Any]
VERSION: Final = 2
"""Of the answers and of the bytes both engines read: raised whenever either changes."""


class Grid(Protocol):
    """Boxes that came since the trees were packed."""

    def add(self, sides: I32, /) -> None:
        """Add boxes; one writer at a time, others may search meanwhile."""


class Doors(Protocol):
    """What an engine can do; `parley.space._kernel` and `plain` are the two."""

    Legs: type[Any]
    Grid: type[Any]
    Part: type[Any]
    Ends: type[Any]

    def near(
        self,
        parts: tuple[Any, ...],
        legs: Any,
        which: tuple[int, int],
        ask: tuple[float, int, int, int, bool],
    ) -> tuple[Any, int]:
        """Every leg near the legs asked about, as a buffer of hits; how many are borderline."""

    def measure(self, parts: tuple[Any, ...], legs: Any, hits: Records) -> None:
        """Fill in the distances of hits settled by circles."""

    def prepare(self, told: tuple[Array, ...], hulls: bool, /) -> tuple[bytes, ...] | None:
        """Legs as told made ready to be searched and measured: the columns of `legs.ready`."""

    def sides(self, arrays: tuple[Array, ...]) -> bytes:
        """One box per leg, unwrapped across the antimeridian."""

    def order(self, sides: I32, dims: int) -> bytes:
        """The order of boxes along a Hilbert curve."""

    def fill(self, sides: I32) -> bytes:
        """The nodes of a packed tree over ordered boxes."""


class Engine(Struct, frozen=True, eq=False):
    """An engine by name, and in words what it is."""

    name: Name
    words: str
    doors: Doors


def engine(name: Name | None = None) -> Engine:
    """The engine in use, or the one asked for; BadInput when that one was not built here."""
    if name is None:
        return _COMPILED or _PLAIN
    found = {"compiled": _COMPILED, "plain": _PLAIN}.get(name)
    if found is None:
        raise expected("an engine that was built here (plain always is)", repr(name))
    return found


def _compiled() -> Engine | None:
    try:
        from parley.space import _kernel
    except ImportError:
        return None
    if _kernel.VERSION != VERSION:
        return None
    return Engine("compiled", f"compiled kernel, version {VERSION}", cast(Doors, _kernel))


_COMPILED: Final = _compiled()
_PLAIN: Final = Engine(
    "plain",
    f"numpy and shapely, version {VERSION}: no compiled kernel was built here, "
    "answers are the same and slower",
    cast(Doors, plain),
)
