"""Lines ready to be established: calendar, ladder and rules, one file each.

A template is a beginning: what was agreed decides, and the parties' own hours, holidays and roles
are filled in before anything is established.
"""

from __future__ import annotations

import tomllib
from importlib import resources

import msgspec
from msgspec import Struct

from parley.errors import BadInput, NotFound
from parley.record.values.calendar import Calendar
from parley.record.values.line import Policy, Rung
from parley.record.values.time import Seconds

TEMPLATES = ("receipt-15-call-90", "yemen")


class Template(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a line promises, without whom it is between."""

    title: str
    calendar: Calendar
    ladder: tuple[Rung, ...]
    policies: tuple[Policy, ...]
    reply_within_s: Seconds | None = None


def template(name: str) -> Template:
    """The ready line of that name."""
    if name not in TEMPLATES:
        raise NotFound(f"expected one of {', '.join(TEMPLATES)}, got {name!r}")
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), Template)
    except msgspec.ValidationError as fault:
        raise BadInput(f"expected a line that is complete, got {fault}", at=name) from fault
