"""Indicators: what the house measures of itself, counted by day and kept."""
