"""Reports of our own, annotated by hand before any rule was run on them. See README.md."""
