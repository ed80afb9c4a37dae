"""The figures as a chart."""

from __future__ import annotations

from madoguchi.foundation.web.charts import Chart, Column, columns

from ..queries.figures import Figures


def figures_chart(figures: Figures) -> Chart:
    """Registered upwards, ended downwards, by month."""
    points = [Column(f"{month.month}月", (month.registered, -month.ended)) for month in figures.months]
    told = f"{figures.name}の月ごとの件数。登録{figures.registered:,}件、抹消{figures.ended:,}件"
    return columns(("登録", "抹消"), points, alternative=told)
