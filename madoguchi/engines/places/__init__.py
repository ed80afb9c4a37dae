"""Municipalities, towns, postal codes and addresses. Enter by `api`."""
