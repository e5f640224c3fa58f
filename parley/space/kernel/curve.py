"""The order of boxes along a Hilbert curve, so that what is near stands near in memory."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from parley.space.prepared import I32

_BITS: Final = {2: 31, 3: 21}
U64 = npt.NDArray[np.uint64]


def order(sides: I32, dims: int) -> bytes:
    """Which box stands where, u32 per box: by longitude and latitude, and by time if `dims` is 3.

    J. Skilling, "Programming the Hilbert curve" (2004), over the middles of the boxes; the same
    order as kernel/order.c gives.
    """
    bits = _BITS[dims]
    middle = (sides[:, :dims].astype(np.int64) + sides[:, 3 : 3 + dims]) >> 1
    if not len(middle):
        return b""
    low, high = middle.min(0), middle.max(0)
    span = np.where(high > low, high - low, 1).astype(np.float64)
    scale = np.where(high > low, float(2**bits - 1) / span, 0.0)
    at = [((middle[:, i] - low[i]).astype(np.float64) * scale[i]).astype(np.uint64)
          for i in range(dims)]  # fmt: skip
    return np.argsort(_along(at, bits), kind="stable").astype(np.uint32).tobytes()


def _along(at: list[U64], bits: int) -> U64:
    """The place of each cell along the curve, from coordinates of `bits` bits each."""
    dims, one = len(at), np.uint64(1)
    for bit in range(bits - 1, 0, -1):
        low = np.uint64((1 << bit) - 1)
        for i in range(dims):
            inside = (at[i] >> np.uint64(bit)) & one == 1
            swap = np.where(inside, 0, (at[0] ^ at[i]) & low).astype(np.uint64)
            at[0] = at[0] ^ np.where(inside, low, swap)
            if i:
                at[i] = at[i] ^ swap
    for i in range(1, dims):
        at[i] = at[i] ^ at[i - 1]
    turn = np.zeros_like(at[0])
    for bit in range(bits - 1, 0, -1):
        inside = (at[-1] >> np.uint64(bit)) & one == 1
        turn ^= np.where(inside, np.uint64((1 << bit) - 1), np.uint64(0))
    key = np.zeros_like(at[0])
    for bit in range(bits - 1, -1, -1):
        for i in range(dims):
            key = key << one | ((at[i] ^ turn) >> np.uint64(bit)) & one
    return key
