"""Space: which notices lie near a volume, in metres and minutes. Never misses one; never judges.

`volume` says where, how high and when; `shape` refuses what is no shape; `prepared` holds many legs
as flat arrays; `distance` measures, `referee` decides what is too close to call, `layers` asks the
two questions (what must have been read, what raises an alarm). `index` asks them of the whole
record; `engine()` says what searches: the compiled kernel, or numpy and shapely without a compiler.
"""

from parley.space.kernel import Engine, engine

__all__ = ["Engine", "engine"]
