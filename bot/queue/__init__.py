"""Where work is done: a port, and one warm process on this machine."""
