"""The database backend: django-tenants' schemas on Django's PostgreSQL backend."""
