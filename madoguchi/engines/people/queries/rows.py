"""Rows of several tables side by side, as model instances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, models


def columns_of(model: type[models.Model], alias: str) -> str:
    """The columns of a table under its alias, named ``alias__column``."""
    return ", ".join(f'{alias}.{field.column} AS "{alias}__{field.column}"' for field in fields_of(model))


def reader(model: type[models.Model], alias: str) -> Callable[[dict[str, Any]], Any]:
    """What makes of a row the instance of a model, or None where an outer join found none.

    Made once for many rows: which columns there are, and which of them Django converts, is the same for each.
    """
    names = [field.attname for field in fields_of(model)]
    columns = [(f"{alias}__{field.column}", getattr(field, "from_db_value", None)) for field in fields_of(model)]
    key = f"{alias}__{model._meta.pk.column}"

    def read(row: dict[str, Any]) -> Any:
        if row[key] is None:
            return None
        return model.from_db("default", names, [value_of(row[column], convert) for column, convert in columns])

    return read


def fields_of(model: type[models.Model]) -> list[Any]:
    """The fields that have a column."""
    return list(model._meta.concrete_fields)


def value_of(value: Any, convert: Callable[[Any, Any, Any], Any] | None) -> Any:
    """A value as Django reads it from the database."""
    return value if value is None or convert is None else convert(value, None, connection)
