"""Filters of the access records."""
