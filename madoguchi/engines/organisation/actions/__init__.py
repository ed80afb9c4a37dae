"""Writes of the engine: one transaction, one audit entry each."""
