from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0003_appoint_everyone")]

    operations = [
        migrations.RemoveField(model_name="user", name="division"),
        migrations.RemoveField(model_name="user", name="post"),
        migrations.RemoveField(model_name="user", name="roles"),
    ]
