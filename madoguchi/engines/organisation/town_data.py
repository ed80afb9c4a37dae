"""What a town says in ``organisation.yaml``: the order of its posts, and who stands in by default."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from madoguchi.foundation.towns.current import current_schema
from madoguchi.foundation.towns.data import TOWNS

from .rules.deputising import Usual

OWN = Path(__file__).with_name("defaults.yaml")


@dataclass(frozen=True)
class OrganisationData:
    """``posts`` stand from the highest to the lowest; ``usual`` are the deputies where none were set.

    ``provisional``: 仮, which screens must say.
    """

    posts: tuple[str, ...]
    usual: tuple[Usual, ...]
    provisional: bool

    def rank(self, post: str) -> int:
        """The place of a post in the order; posts that the town does not name come last."""
        return self.posts.index(post) if post in self.posts else len(self.posts)


@cache
def read_organisation(schema: str, towns: Path = TOWNS) -> OrganisationData:
    """The data of one town; the engine's own where it has none. Raises TypeError for an unknown key."""
    path = towns / schema / "organisation.yaml"
    said = yaml.safe_load((path if path.is_file() else OWN).read_text(encoding="utf-8"))
    usual = (Usual(**{**entry, "by": tuple(entry["by"])}) for entry in said["deputies"])
    return OrganisationData(tuple(said["posts"]), tuple(usual), bool(said.get("provisional")))


def organisation() -> OrganisationData:
    """The data of the present town."""
    return read_organisation(current_schema())
