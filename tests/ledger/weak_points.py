"""Slow arithmetic on the two curves, to show that the hostile points are what they say they are.

RFC 8032 section 5.1 and RFC 7748 section 5, over plain integers and as lax as a careless library.
"""

from __future__ import annotations

from pathlib import Path

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Affine = tuple[int, int]


def listed(name: str) -> list[bytes]:
    """The points of a hostile file."""
    path = Path(__file__).parent / "hostile" / f"{name}.txt"
    lines = path.read_text().splitlines()
    return [bytes.fromhex(line) for line in lines if not line.startswith("#")]


def edwards(encoded: bytes) -> Affine | None:
    """The point, taking encodings that are not canonical; None where there is none."""
    number = int.from_bytes(encoded, "little")
    y, sign = (number & (2**255 - 1)) % P, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square:
        return None
    return (P - x if x & 1 != sign else x) % P, y


def added(one: Affine, other: Affine) -> Affine:
    (x1, y1), (x2, y2) = one, other
    both = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + both, -1, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - both, -1, P)
    return x % P, y % P


def has_small_order(encoded: bytes) -> bool:
    """Whether eight times the point is nothing."""
    point = edwards(encoded)
    if point is None:
        return False
    for _ in range(3):
        point = added(point, point)
    return point == (0, 1)


def shared_with_everybody(encoded: bytes) -> bool:
    """Whether any scalar times the point gives the secret of all zeros."""
    return all(_ladder(8 * scalar, encoded) == 0 for scalar in (2**251, 2**251 + 12345))


def _ladder(scalar: int, encoded: bytes) -> int:
    u = (int.from_bytes(encoded, "little") & (2**255 - 1)) % P
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for place in reversed(range(255)):
        bit = scalar >> place & 1
        if swap ^ bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        x3, z3 = (d * a + c * b) ** 2 % P, u * (d * a - c * b) ** 2 % P
        e = a * a - b * b
        x2, z2 = a * a * b * b % P, e * (a * a + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return x2 * pow(z2, P - 2, P) % P
