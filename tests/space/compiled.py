"""kernel/distance.c by itself, through ctypes: the same calls as the fallback."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from parley.space.earth import F64
from parley.space.prepared import U32, Prepared

KERNEL = Path(__file__).parents[2] / "parley" / "space" / "kernel"
FIELDS = ("kind", "radius_m", "ring_first", "vertex_first", "xyz", "anchor", "outer_m")


class Legs(ctypes.Structure):
    """`ps_legs` of distance.h."""

    _fields_ = [(name, ctypes.c_void_p) for name in FIELDS]


@lru_cache(maxsize=1)
def library() -> ctypes.CDLL | None:
    """The C file compiled as it stands, or None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    out = Path(mkdtemp()) / "distance.so"
    flags = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run(
        [compiler, *flags, "-o", str(out), str(KERNEL / "distance.c"), "-lm"], check=True
    )
    return ctypes.CDLL(str(out))


def measure_many(
    a: Prepared, i: int, b: Prepared, which: U32, beyond_m: float = np.inf
) -> tuple[F64, F64]:
    """`ps_measure_many`, with the signature of the fallback."""
    found = library()
    assert found is not None
    core, points = np.zeros(len(which)), np.zeros((len(which), 6))
    which = np.ascontiguousarray(which, np.uint32)
    done = found.ps_measure_many(
        ctypes.byref(_legs(a)), ctypes.c_uint32(i), ctypes.byref(_legs(b)),
        ctypes.c_void_p(which.ctypes.data), ctypes.c_size_t(len(which)),
        ctypes.c_double(beyond_m), ctypes.c_void_p(core.ctypes.data),
        ctypes.c_void_p(points.ctypes.data),
    )  # fmt: skip
    assert done == 0
    return core, points


def _legs(legs: Prepared) -> Legs:
    return Legs(*(getattr(legs, name).ctypes.data for name in FIELDS))
