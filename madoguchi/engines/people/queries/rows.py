"""Rows of several tables side by side, as model instances."""

from __future__ import annotations

from typing import Any

from django.db import connection, models


def columns_of(model: type[models.Model], alias: str) -> str:
    """The columns of a table under its alias, named ``alias__column``."""
    return ", ".join(f'{alias}.{field.column} AS "{alias}__{field.column}"' for field in fields_of(model))


def instance(model: type[models.Model], row: dict[str, Any], alias: str) -> Any:
    """The instance of a model in a row, or None where an outer join found none."""
    values = [value_of(field, row[f"{alias}__{field.column}"]) for field in fields_of(model)]
    key = row[f"{alias}__{model._meta.pk.column}"]
    return None if key is None else model.from_db("default", [field.attname for field in fields_of(model)], values)


def fields_of(model: type[models.Model]) -> list[Any]:
    """The fields that have a column."""
    return list(model._meta.concrete_fields)


def value_of(field: Any, value: Any) -> Any:
    """A value as Django reads it from the database."""
    if value is not None and hasattr(field, "from_db_value"):
        return field.from_db_value(value, None, connection)
    return value
