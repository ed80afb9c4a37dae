"""Permissions of the engine's own screens; systems give them to roles in their manifests."""

CLOSE = "papers.close"
VOID = "papers.void"
REFUND = "papers.refund"
SEALS = "papers.official_seal"
