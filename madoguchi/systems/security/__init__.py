"""Systems of security: who may do what, and who looked at what."""
