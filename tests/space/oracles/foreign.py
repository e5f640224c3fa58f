"""Somebody else's workload and reference, where they are kept beside the checkout."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt

from parley.space.prepared import AREA, NO_CEILING, NO_FLOOR, OPEN_FUTURE
from tests.space.oracles.stream import BEGIN_S, Stream

FOLDER = Path(__file__).parents[4] / "shared" / "tools" / "space"


def present() -> bool:
    """Whether they are there."""
    return (FOLDER / "workload.py").exists()


def module(name: str) -> ModuleType:
    """One of theirs."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FOLDER))


def told(count: int, seed: int) -> Stream:
    """So many of their entries."""
    return taken(module("workload").gen(count, seed=seed))


def asked(count: int, seed: int) -> Stream:
    """So many of their questions."""
    return taken(module("workload").queries(count, seed=seed))


def taken(flat: dict[str, npt.NDArray[np.generic]]) -> Stream:
    """Their arrays as ours: rings unclosed, metres as centimetres, rounded outward."""
    kind, off = np.asarray(flat["kind"], np.uint8), np.asarray(flat["off"], np.int64)
    last = off[1:][kind == AREA] - 1
    kept = np.delete(np.arange(off[-1]), last)
    first = np.concatenate([[0], np.cumsum(np.diff(off) - (kind == AREA))])
    steps = np.rint(np.asarray(flat["xy"], np.float64)[kept] * 1e7).astype(np.int32)
    low, high = np.asarray(flat["alo"], np.float64), np.asarray(flat["ahi"], np.float64)
    ended = np.asarray(flat["t1"], np.int64)
    return Stream(
        kind=kind, first=first, lon=steps[:, 0].copy(), lat=steps[:, 1].copy(),
        radius_cm=np.ceil(np.asarray(flat["rad"], np.float64) * 100).astype(np.int64),
        floor_cm=np.where(low < -9e4, NO_FLOOR, np.floor(low * 100)).astype(np.int32),
        ceiling_cm=np.where(high > 9e4, NO_CEILING, np.ceil(high * 100)).astype(np.int32),
        began_s=np.asarray(flat["t0"], np.int64) + BEGIN_S,
        ended_s=np.where(ended >= OPEN_FUTURE, OPEN_FUTURE, ended + BEGIN_S),
        # Of a question it means nothing.
        gone=np.asarray(flat["revoked"], np.bool_) & ("D" not in flat),
        within_m=np.asarray(flat.get("D", np.zeros(len(kind))), np.float64),
    )  # fmt: skip
