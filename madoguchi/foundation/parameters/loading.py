"""Reading parameter files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from .series import Entry, ParameterError, Parameters

_TOP = {"name", "title", "unit", "article", "source", "values"}
_ENTRY = {"from", "value", "article", "source", "provisional"}


class _Loader(yaml.SafeLoader):
    """Safe YAML whose decimal numbers stay exact and whose mappings refuse a key given twice."""


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise ParameterError(f"「{key}」が2回書かれています（{node.start_mark.line + 1}行目から）。")
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


@cache
def load(path: Path) -> Parameters:
    """The figure in a YAML file (form: README). Read once per process.

    Raises ParameterError for a missing or unknown key, a date that is none, an entry without article or source, or
    dates out of order; FileNotFoundError when there is no such file.
    """
    try:
        return _parameters(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))  # noqa: S506 - a SafeLoader
    except (ParameterError, yaml.YAMLError) as error:
        raise ParameterError(f"{path.name}：{error}") from error


def load_all(folder: Path) -> Mapping[str, Parameters]:
    """Every figure of a folder (`*.yaml`) by name. Raises ParameterError also when two files have one name."""
    found: dict[str, Parameters] = {}
    for path in sorted(folder.glob("*.yaml")):
        figure = load(path)
        if figure.name in found:
            raise ParameterError(f"{path.name}：「{figure.name}」は別のファイルにもあります。")
        found[figure.name] = figure
    return MappingProxyType(found)


def _parameters(data: object) -> Parameters:
    top = _keys(data, allowed=_TOP, required={"name", "title", "unit", "values"})
    if not isinstance(top["values"], list):
        raise ParameterError("values は値の一覧です。")
    entries = tuple(_entry(entry, top) for entry in top["values"])
    return Parameters(str(top["name"]), str(top["title"]), str(top["unit"]), entries)


def _entry(data: object, top: Mapping[str, Any]) -> Entry:
    entry = {"article": top.get("article"), "source": top.get("source"), "provisional": False}
    entry |= _keys(data, allowed=_ENTRY, required={"from", "value"})
    start = entry["from"]
    if not isinstance(start, date) or isinstance(start, datetime):
        raise ParameterError(f"from が日付ではありません：{start}")
    if not entry["article"] or not entry["source"]:
        raise ParameterError(f"{start}の値に article か source がありません。")
    if not isinstance(entry["provisional"], bool):
        raise ParameterError(f"{start}の provisional は true か false です。")
    return Entry(start, _frozen(entry["value"]), str(entry["article"]), str(entry["source"]), entry["provisional"])


def _keys(data: object, *, allowed: set[str], required: set[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ParameterError(f"項目の並びではありません：{data!r}")
    if unknown := data.keys() - allowed:
        raise ParameterError(f"知らない項目があります：{'、'.join(sorted(map(str, unknown)))}")
    if missing := required - data.keys():
        raise ParameterError(f"項目が足りません：{'、'.join(sorted(missing))}")
    return data


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    return value
