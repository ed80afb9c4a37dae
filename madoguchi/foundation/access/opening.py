"""A new town gets its divisions, roles and purposes."""

from madoguchi.foundation.towns.models import Town

from .actions.opening import bring
from .actor import Actor
from .town_data import read_access


def set_up(actor: Actor, town: Town) -> None:
    """Called once, inside the new town."""
    bring(actor, data=read_access(town.schema_name))
