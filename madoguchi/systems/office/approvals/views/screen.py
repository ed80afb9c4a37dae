"""What every screen of approvals has: everyone with an appointment today is let in."""

from __future__ import annotations

from madoguchi.foundation.web.screens import actor_of, screens

__all__ = ["actor_of", "screen"]
screen = screens()
