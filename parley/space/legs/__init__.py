"""How a leg as it was told becomes short edges, and the circles and boxes that hold it."""
