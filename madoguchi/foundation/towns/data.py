"""The data of a town that stands in ``towns/<schema>/town.yaml``."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

TOWNS = Path(__file__).resolve().parents[3] / "towns"


@dataclass(frozen=True, kw_only=True)
class TownData:
    """What is written of a municipality.

    Attributes:
        lg_code: 全国地方公共団体コード, six digits with the check digit.
        profile: what people are shown: address, telephone, hours, mayor … Keys named in its ``provisional`` are 仮.
    """

    schema: str
    lg_code: str
    name: str
    prefecture: str
    profile: dict[str, object] = field(default_factory=dict)


def read_town(schema: str, towns: Path = TOWNS) -> TownData:
    """The data of one town. Raises FileNotFoundError where ``towns/<schema>`` has no ``town.yaml``."""
    return TownData(**yaml.safe_load((towns / schema / "town.yaml").read_text(encoding="utf-8")))


def known_towns(towns: Path = TOWNS) -> tuple[str, ...]:
    """Schema names of all towns that have data."""
    return tuple(sorted(path.parent.name for path in towns.glob("*/town.yaml")))
