"""The heart: the desk's beat, and the watchdog on another machine that rings when it stops."""
