"""The thirteen items of the IPA web health check (A–M), by attackers that walk the whole house by themselves."""
