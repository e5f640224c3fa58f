"""The desk: one function per human act, who may do it, the clock, the watch over it all."""
