"""Screens of the organisation."""
