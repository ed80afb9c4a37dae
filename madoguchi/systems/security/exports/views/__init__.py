"""Screens of exports."""
