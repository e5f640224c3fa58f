"""The command line: what people type, and what they read back.

Exit codes:
    0 done                                   4 the ledger refused the act
    1 a proof or check does not hold         5 sealed for others, or erased
    2 wrong input, or nothing is there       6 the store is not sound, or cannot be written
    3 self-consistent, NOT authenticated;    130 stopped by the keyboard
      or it cannot be told
"""

from __future__ import annotations

import io
import os
import sys

from typer import Abort
from typer.exceptions import TyperException

from parley.cli.app import app
from parley.errors import Refusal

_LONGEST = 400


def main() -> None:
    """Run one command. Every fault becomes one sentence; PARLEY_TRACE=1 shows where it arose."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no Arabic is shown codes, and the review to its end.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()  # here, where a reader that left is still handled
    except Refusal as fault:
        print(f"parley: {fault}", file=sys.stderr)  # noqa: T201  # the door's own voice
        code = fault.exit_code
    except TyperException as fault:
        said = fault.format_message().rstrip(".")
        if len(said) > _LONGEST:  # what was typed is repeated in it, however long
            said = f"{said[:_LONGEST]}..."
        if not said.startswith("Usage:"):  # a group without its command is answered with its help
            said = f"parley: {said}. parley --help lists what there is."
        print(said, file=sys.stderr)  # noqa: T201  # the door's own voice
        code = 2
    except (KeyboardInterrupt, Abort):
        code = 130
    except BrokenPipeError:
        # Whoever read us has seen enough; the interpreter must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as fault:
        what = fault.strerror or type(fault).__name__
        where = f", at {fault.filename}" if fault.filename else ""
        print(f"parley: expected to read and write here, got: {what}{where}.", file=sys.stderr)  # noqa: T201
        code = 6
    except Exception as fault:  # the outermost door: nobody at a desk should read a trace
        if os.environ.get("PARLEY_TRACE"):
            raise
        name = type(fault).__name__
        print(  # noqa: T201  # the door's own voice
            f"parley: a fault in the program itself ({name}); nothing was lost. "
            "PARLEY_TRACE=1 shows where, for a report.",
            file=sys.stderr,
        )
        code = 70
    sys.exit(code or 0)
