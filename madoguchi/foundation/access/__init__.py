"""Access: who acts (``Actor``), and what they may do."""

from .actor import SYSTEM_ACTOR, Actor, Forbidden, require

__all__ = ["SYSTEM_ACTOR", "Actor", "Forbidden", "require"]
