"""What every screen of exports has; each names its rights."""

from madoguchi.foundation.web.screens import actor_of, screens

__all__ = ["actor_of", "screen"]
screen = screens()
