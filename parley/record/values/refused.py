"""Values that refuse themselves, and how what was found is shown to a person."""

from __future__ import annotations

from parley.errors import BadInput

_LONGEST = 80


class Unfit(BadInput, ValueError):
    """The fields of one value contradict each other.

    Also a `ValueError`, because that is what msgspec turns into a refusal by path while decoding.
    """


def shown(value: object) -> str:
    """What was found, short enough to read and with every invisible character made visible.

    A refusal is printed on a terminal and on a page, so it must never carry the attack onwards.
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"an object of {len(value)} fields"
    if isinstance(value, str):
        # repr escapes controls, direction overrides and surrogates, and leaves every script alone.
        said = repr(value[:_LONGEST])
        return said if len(said) <= _LONGEST else said[: _LONGEST - 3] + "..."
    if isinstance(value, int) and value.bit_length() > 200:
        return "an integer of more than 60 digits"
    return str(value)[:_LONGEST]


def field(at: str, key: str) -> str:
    """The path of a field of the object at `at`; a key that could mislead is quoted."""
    return f"{at}.{key}" if key.isascii() and key.isidentifier() else f"{at}[{shown(key)}]"
