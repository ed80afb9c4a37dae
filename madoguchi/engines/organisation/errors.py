"""What the engine refuses, in the words of ``foundation/access``."""

from madoguchi.foundation.access.errors import Refused

__all__ = ["Refused"]
