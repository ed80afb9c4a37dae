from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Knock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="入口の種類")),
                ("asker", models.CharField(max_length=64, verbose_name="問い合わせ元の指紋")),
                ("window", models.BigIntegerField(verbose_name="時間枠")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="回数")),
            ],
            options={
                "verbose_name": "問い合わせの回数",
                "verbose_name_plural": "問い合わせの回数",
                "indexes": [models.Index(fields=["window"], name="defence_knock_window")],
                "constraints": [models.UniqueConstraint(fields=("kind", "asker", "window"), name="defence_knock_once")],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE defence_knock SET UNLOGGED",
            reverse_sql="ALTER TABLE defence_knock SET LOGGED",
        ),
    ]
