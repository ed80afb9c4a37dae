"""Django's PostgreSQL connection with a schema per town.

A room of its own, so that what all connections of the house must have (no session settings beyond the search path) can
be said in one place.
"""

from django_tenants.postgresql_backend.base import DatabaseWrapper

__all__ = ["DatabaseWrapper"]
