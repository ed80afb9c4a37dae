"""The doors: how people and machines come in."""
