"""Invented residents of thirty years, and demo log-ins: what a trial of the city hall is filled with."""

from .filling import fill
from .staff import create_demo_staff, demo_password

__all__ = ["create_demo_staff", "demo_password", "fill"]
