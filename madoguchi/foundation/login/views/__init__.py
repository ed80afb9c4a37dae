"""Screens of the log-in."""
