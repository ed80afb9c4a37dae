"""Towns: one schema for each municipality, the embedded PostgreSQL, files and secrets of an install."""
