"""How far apart two legs are: measured fast in planes, and by a referee where that is too close."""
