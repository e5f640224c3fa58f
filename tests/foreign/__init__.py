"""Programs by other people that judge our exports: none of Parley's code runs in them."""
