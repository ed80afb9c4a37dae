"""Screens of the registration of seals, thin."""
