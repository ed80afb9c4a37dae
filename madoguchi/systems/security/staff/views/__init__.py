"""Screens of staff and their rights."""
