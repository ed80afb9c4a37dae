"""Screens of the engine: what follows a request, whichever system took it."""
