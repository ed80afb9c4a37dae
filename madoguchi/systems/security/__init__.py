"""Security: who may come in, what was done."""
