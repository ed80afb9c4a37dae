"""Figures of measures: what systems measure, what is typed in with evidence, and what of them is public."""
