"""Months of the days that were counted before months were kept."""

from typing import Any

from django.db import migrations, models

from madoguchi.foundation.registry.indicators import Measure, indicators

FILL = """
INSERT INTO indicators_monthvalue (indicator, month, part, amount, base)
SELECT indicator, month, part, sum(amount), sum(base)
  FROM (SELECT indicator, date_trunc('month', day)::date AS month, day, part, amount, base,
               max(day) OVER (PARTITION BY indicator, date_trunc('month', day)) AS last
          FROM indicators_dayvalue) days
 WHERE day = last OR indicator <> ALL(%s)
 GROUP BY indicator, month, part
"""


def fill(apps: Any, editor: Any) -> None:
    """Of a stock the last kept day of each month, of others all of its days."""
    stocks = [code for code, each in indicators().items() if each.measure == Measure.STOCK]
    editor.execute(FILL, [stocks])


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="MonthValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=60, verbose_name="指標")),
                ("month", models.DateField(verbose_name="月")),
                ("part", models.CharField(blank=True, max_length=40, verbose_name="内訳")),
                ("amount", models.DecimalField(decimal_places=3, max_digits=20, verbose_name="値")),
                ("base", models.PositiveBigIntegerField(null=True, verbose_name="件数")),
            ],
            options={
                "verbose_name": "月ごとの計測値",
                "verbose_name_plural": "月ごとの計測値",
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "month", "part"), name="month_value_once"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="month_value_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(("base__isnull", True), ("base__gt", 0), _connector="OR"),
                        name="month_value_base",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
