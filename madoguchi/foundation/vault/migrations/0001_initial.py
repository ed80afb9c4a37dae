"""The mark of a town's keys, and the keys themselves."""

import django.db.models.functions.datetime
from django.db import migrations, models

from madoguchi.foundation.vault.sealing import keyring


def make_keys(apps, schema_editor):
    """The keys of the town whose tables are made."""
    keyring()


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeyMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_id", models.BinaryField(max_length=8, verbose_name="鍵の番号")),
                (
                    "noted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="記録日時"),
                ),
            ],
            options={
                "verbose_name": "鍵の印",
                "verbose_name_plural": "鍵の印",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_key_mark")],
            },
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop),
    ]
