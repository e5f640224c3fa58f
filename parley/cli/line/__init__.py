"""The line on the command line: the watch, its measures, the rota, and the watchdog elsewhere."""
