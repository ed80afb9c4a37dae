"""Screens of the access records."""
