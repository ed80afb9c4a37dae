"""Audit: one entry for each act and each look at a person's record."""
