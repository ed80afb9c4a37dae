"""The web application of the house, for the bench's towns: they have no folder of data that says what they measure."""

from madoguchi.config.wsgi import application

from .plans import measured, measuring

measuring.town_data = measured  # type: ignore[assignment]

__all__ = ["application"]
