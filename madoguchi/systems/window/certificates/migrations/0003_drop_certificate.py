"""The old table is empty of meaning: everything in it stands in the engine."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_into_issuance")]

    operations = [migrations.DeleteModel(name="Certificate")]
