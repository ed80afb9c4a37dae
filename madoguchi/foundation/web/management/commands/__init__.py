"""Commands of the look of the house."""
