"""What every screen of the plan has."""

from madoguchi.foundation.web.screens import actor_of, screens, tell

from ..system import VIEW

__all__ = ["actor_of", "screen", "tell"]
screen = screens(VIEW)
