"""Sequences of 宛名番号 and 世帯番号: a number is never given twice, also after a rollback."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE people_person_number; CREATE SEQUENCE people_household_number",
            "DROP SEQUENCE people_person_number; DROP SEQUENCE people_household_number",
        )
    ]
