"""The keys of a town are made with its tables, and its mark is set before anything is sealed."""

from django.db import migrations

from madoguchi.foundation.vault.sealing import keyring


def make_keys(apps, schema_editor):
    """The keys of the town whose tables are made."""
    keyring()


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [migrations.RunPython(make_keys, migrations.RunPython.noop)]
