"""A plot with two logarithmic axes, as SVG by hand: nothing to install for five lines."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from msgspec import Struct

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 400, 62, 190, 34, 44
_COLOURS = ("#b3261e", "#1b5e9b", "#1f7a4d", "#6b5b95", "#8a6d1d")


class Curve(Struct, frozen=True):
    """A name, and microseconds for each size."""

    name: str
    values: Sequence[float]


def plot(sizes: Sequence[int], curves: Sequence[Curve]) -> str:
    """Microseconds of CPU time over entries."""
    values = [one for curve in curves for one in curve.values]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    begin, end = log10(sizes[0]), log10(sizes[-1])

    def x(size: float) -> float:
        return _LEFT + (log10(size) - begin) / (end - begin) * (_WIDE - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _TOP + (high - log10(value)) / (high - low) * (_HIGH - _TOP - _BOTTOM)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">CPU time of a question over the size of the '
        "index</text>",
    ]
    for power in range(low, high + 1):
        at, words = y(10.0**power), f"{10.0**power:g} us"
        lines.append(f'<path d="M{_LEFT} {at:.1f}H{_WIDE - _RIGHT}" stroke="#ddd"/>')
        lines.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{words}</text>')
    for size in sizes:
        lines.append(f'<path d="M{x(size):.1f} {_TOP}V{_HIGH - _BOTTOM}" stroke="#eee"/>')
        lines.append(
            f'<text x="{x(size):.1f}" y="{_HIGH - _BOTTOM + 18}" text-anchor="middle">'
            f"{size:,}</text>"
        )
    lines.append(f'<text x="{_LEFT}" y="{_HIGH - 8}">entries</text>')
    lines += _drawn([(curve, [x(one) for one in sizes], [y(one) for one in curve.values])
                     for curve in curves])  # fmt: skip
    return "\n".join([*lines, "</svg>", ""])


def _drawn(curves: Sequence[tuple[Curve, list[float], list[float]]]) -> list[str]:
    """Each line with its name at its end; names that would touch are pushed apart."""
    lines, last = [], 0.0
    for n, (curve, across, down) in sorted(enumerate(curves), key=lambda one: one[1][2][-1]):
        colour = _COLOURS[n % len(_COLOURS)]
        way = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(across, down, strict=True))
        lines.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines += [
            f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>'
            for a, b in zip(across, down, strict=True)
        ]
        last = max(down[-1] + 4, last + 15)
        words = f"{curve.name}: {curve.values[-1]:,.1f} us"
        lines.append(
            f'<text x="{across[-1] + 8:.1f}" y="{last:.1f}" fill="{colour}">{words}</text>'
        )
    return lines
