"""The embedded PostgreSQL of an install without ``DATABASE_URL``: one server process group per data folder."""

from .server import UnavailableError, embedded, is_running, start, stop
from .sockets import default_url, url

__all__ = ["UnavailableError", "default_url", "embedded", "is_running", "start", "stop", "url"]
