"""Two-time history: what was so on a day (valid), as known at a moment (recorded)."""
