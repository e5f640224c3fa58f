"""Weighing: the seven tests, one question at a time, with what each rests on and waits for."""
