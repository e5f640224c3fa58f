"""Where the rows of an index are kept: packed trees, the grid of what came since, rebuilding."""
