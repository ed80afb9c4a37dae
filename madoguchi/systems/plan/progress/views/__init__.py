"""The plan at the desk."""
