"""The ledger keeps the order of entries, their signatures and the tree that proves them."""
