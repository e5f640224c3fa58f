"""The compiled kernel of the index. Everything else about the build stands in pyproject.toml.

The kernel is optional: where there is no compiler the package installs without it, and
`parley.space.engine()` says that the answers then come from the slower engine.
"""

from __future__ import annotations

import sys

from setuptools import Extension, setup

ROOM = "parley/space/kernel"
FLAGS = [] if sys.platform == "win32" else [
    "-O3", "-std=c11", "-Wall", "-Wextra",
    # Products and sums rounded one by one on every machine, as numpy rounds them.
    "-ffp-contract=off",
]

setup(
    ext_modules=[
        Extension(
            "parley.space._kernel",
            sources=[
                f"{ROOM}/{name}.c"
                for name in ("module", "index", "sketch", "tree", "order", "grid", "distance",
                             "preparing", "prepare", "sound", "hull")
            ],
            depends=[
                f"{ROOM}/{name}.h"
                for name in ("index", "sketch", "tree", "distance", "plane", "preparing", "prepare",
                             "sphere")
            ],
            extra_compile_args=FLAGS,
            py_limited_api=True,
            optional=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
