"""電子決裁: drafting, deciding and finding decisions, at the desk and on a phone."""
