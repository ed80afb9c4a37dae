from django.db import migrations


class Migration(migrations.Migration):
    """The series of the cards' numbers: two askers never get the same."""

    dependencies = [("seals", "0001_initial")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE seals_card_number", "DROP SEQUENCE seals_card_number"),
    ]
