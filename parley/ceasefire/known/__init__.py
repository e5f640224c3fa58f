"""Known: what the record says about an arrangement, folded entry by entry."""
