"""Engines: what many systems share. Each is entered only by its ``api`` module."""
