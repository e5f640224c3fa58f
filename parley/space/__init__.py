"""Space: which notices lie near a volume, in metres and minutes. Never misses one; never judges.

`volume` says where, how high and when; `shape` refuses what is no shape; `packing` makes legs ready
as the flat arrays of `prepared`. `index` asks which come near, of the whole record, in two layers;
`measure` says how far, and decides what is too close to call; `store` keeps the rows. `engine()`
says what searches: the compiled kernel, or numpy and shapely where there was no compiler.
"""

from parley.space.kernel import Engine, engine

__all__ = ["Engine", "engine"]
