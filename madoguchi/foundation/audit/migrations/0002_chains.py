import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from madoguchi.foundation.audit.chain import Said, content_of, end_of, genesis, link

LANES = 32
AT_ONCE = 5_000
SAID = ("at", "user_id", "actor", "division", "appointment_id", "action", "subject", "purpose", "emergency")
TIE = """
    UPDATE audit_entry entry SET lane_id = 1, position = given.position, block = given.position,
           content = given.content, digest = given.digest
      FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[], %s::bytea[]) AS given (id, position, content, digest)
     WHERE entry.id = given.id
"""


def open_lanes(apps, schema_editor):
    """The lanes of a town, each with its beginning."""
    Lane = apps.get_model("audit", "Lane")
    Lane.objects.bulk_create([Lane(id=number, head=genesis(number)) for number in range(1, LANES + 1)])
    schema_editor.execute("SELECT setval('audit_lane_id_seq', %s)", [LANES])


def tie_entries(apps, schema_editor):
    """Entries written before there were chains are tied as they stand, all in the first lane and in their order."""
    Entry, Lane = apps.get_model("audit", "Entry"), apps.get_model("audit", "Lane")
    lane, last = Lane.objects.get(pk=1), 0
    head = bytes(lane.head)
    while rows := list(Entry.objects.filter(pk__gt=last).order_by("pk").values("id", "detail", *SAID)[:AT_ONCE]):
        numbers, contents, digests = [], [], []
        for row in rows:
            last = row.pop("id")
            content = content_of(Said(**row))
            digest = link(head, last, content)
            head = end_of([digest])
            numbers.append(last)
            contents.append(content)
            digests.append(digest)
        positions = list(range(lane.position + 1, lane.position + len(rows) + 1))
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(TIE, [numbers, positions, contents, digests])
        lane.position += len(rows)
    lane.head = head
    lane.save()


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Lane",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("head", models.BinaryField(verbose_name="末尾の指紋")),
                ("position", models.BigIntegerField(default=0, verbose_name="記録の数")),
            ],
            options={"verbose_name": "監査記録の列", "verbose_name_plural": "監査記録の列"},
        ),
        # A lane's row is written anew with each entry: room beside it keeps its index still.
        migrations.RunSQL("ALTER TABLE audit_lane SET (fillfactor = 10)", migrations.RunSQL.noop),
        migrations.RunPython(open_lanes, migrations.RunPython.noop),
        migrations.AddField(
            "entry", "division", models.CharField(blank=True, default="", max_length=60, verbose_name="所属"),
            preserve_default=False,
        ),
        migrations.AddField("entry", "appointment_id", models.BigIntegerField(null=True, verbose_name="発令")),
        migrations.AddField(
            "entry", "emergency",
            models.CharField(blank=True, default="", max_length=200, verbose_name="緊急の利用の理由"),
            preserve_default=False,
        ),
        migrations.AddField(
            "entry", "lane",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="audit.lane", verbose_name="列",
            ),
        ),
        migrations.AddField("entry", "position", models.BigIntegerField(null=True, verbose_name="列の中の位置")),
        migrations.AddField("entry", "block", models.BigIntegerField(null=True, verbose_name="まとまりの初めの位置")),
        migrations.AddField("entry", "content", models.BinaryField(null=True, verbose_name="内容の指紋")),
        migrations.AddField("entry", "digest", models.BinaryField(null=True, verbose_name="つながりの指紋")),
        migrations.RunPython(tie_entries, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.AlterField("entry", "at", models.DateTimeField(verbose_name="日時")),
        migrations.AlterField(
            "entry", "lane",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.lane",
                verbose_name="列",
            ),
        ),
        migrations.AlterField("entry", "position", models.BigIntegerField(verbose_name="列の中の位置")),
        migrations.AlterField("entry", "block", models.BigIntegerField(verbose_name="まとまりの初めの位置")),
        migrations.AlterField("entry", "content", models.BinaryField(verbose_name="内容の指紋")),
        migrations.AlterField("entry", "digest", models.BinaryField(verbose_name="つながりの指紋")),
        migrations.AddIndex(
            "entry",
            django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["at"], name="audit_at", pages_per_range=32
            ),
        ),
        migrations.AddConstraint(
            "entry", models.UniqueConstraint(fields=("lane", "position"), name="audit_one_in_place")
        ),
    ]  # fmt: skip
