"""Positions in digits: five notations read and printed, and never one taken for another."""
