"""The compiled kernel of the index. Everything else about the build stands in pyproject.toml.

The kernel is optional: where there is no compiler the package installs without it, and
`parley.space.engine()` says that the answers then come from the slower engine.
"""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import Extension, setup

ROOM = Path("parley/space/kernel")
FLAGS = [
    "-O3", "-std=c11", "-fvisibility=hidden", "-Wall", "-Wextra",
    # Products and sums rounded one by one on every machine, as numpy rounds them.
    "-ffp-contract=off",
]  # fmt: skip

setup(
    ext_modules=[
        Extension(
            "parley.space._kernel",
            sources=sorted(map(str, ROOM.glob("*.c"))),
            depends=sorted(map(str, ROOM.glob("*.h"))),
            extra_compile_args=[] if sys.platform == "win32" else FLAGS,
            py_limited_api=True,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
