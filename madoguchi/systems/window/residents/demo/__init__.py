"""Invented residents of thirty years: what a trial of the city hall is filled with."""

from .filling import fill

__all__ = ["fill"]
