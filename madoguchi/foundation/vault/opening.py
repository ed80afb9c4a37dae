"""A new town has its keys before anything is sealed."""

from madoguchi.foundation.access import Actor
from madoguchi.foundation.towns.models import Town

from .sealing import folder_of, recognised


def set_up(actor: Actor, town: Town) -> None:
    """Makes the keys of the present town and marks its tables with them. Raises VaultError, KeyLostError."""
    recognised(folder_of(town.schema_name))
