"""Every write of the engine."""
