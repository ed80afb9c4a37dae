"""個人番号 are sealed, and opened only through an approved opening."""

import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.expressions
from django.db import migrations, models

from madoguchi.foundation import vault

BATCH = 2000
SELECT = "SELECT id, person_id, value FROM people_individualnumber WHERE id > %s ORDER BY id LIMIT %s"
UPDATE = """
UPDATE people_individualnumber t SET sealed = new.sealed, fingerprint = new.fingerprint
  FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[]) AS new (id, sealed, fingerprint) WHERE t.id = new.id
"""
# The rows as they were stay in the table's file until it is written anew.
REWRITE = """
CLUSTER people_individualnumber USING people_individualnumber_pkey;
ALTER TABLE people_individualnumber SET WITHOUT CLUSTER;
"""


def seal_rows(apps, schema_editor):
    """Seals every number, for the person it belongs to."""
    last = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(SELECT, [last, BATCH])
            rows = cursor.fetchall()
            if not rows:
                return
            sealed = [
                vault.seal(value.encode(), purpose="people.number", bound_to=f"person:{person_id}")
                for _, person_id, value in rows
            ]
            marks = [vault.fingerprint(value, purpose="people.number") for _, _, value in rows]
            cursor.execute(UPDATE, [[row[0] for row in rows], sealed, marks])
            last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("people", "0003_protection"), ("vault", "0001_initial")]

    operations = [
        migrations.AddField(
            "individualnumber", "sealed", models.BinaryField(null=True, verbose_name="封をした個人番号")
        ),
        migrations.AddField(
            "individualnumber",
            "fingerprint",
            models.BinaryField(max_length=32, null=True, verbose_name="個人番号の指紋"),
        ),
        migrations.RunPython(seal_rows, migrations.RunPython.noop),  # the way back: in a town without numbers
        migrations.RemoveConstraint("individualnumber", "individualnumber_one_person"),
        migrations.RemoveField("individualnumber", "value"),
        migrations.AlterField("individualnumber", "sealed", models.BinaryField(verbose_name="封をした個人番号")),
        migrations.AlterField(
            "individualnumber", "fingerprint", models.BinaryField(max_length=32, verbose_name="個人番号の指紋")
        ),
        migrations.AddConstraint(
            "individualnumber",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="individualnumber_one_person",
                expressions=[("fingerprint", "="), ("valid", "&&"), ("recorded", "&&")],
            ),
        ),
        migrations.RunSQL(REWRITE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="対象の人"
                    ),
                ),
                ("purpose", models.CharField(max_length=20, verbose_name="目的の符号")),
                ("purpose_name", models.CharField(max_length=60, verbose_name="目的")),
                ("article", models.CharField(max_length=80, verbose_name="根拠")),
                ("reason", models.TextField(verbose_name="理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "承認待ち"),
                            ("approved", "承認"),
                            ("refused", "却下"),
                            ("withdrawn", "取下げ"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("asked_by", models.BigIntegerField(verbose_name="求めた職員")),
                ("asker", models.CharField(max_length=120, verbose_name="求めた人")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="求めた日時")),
                ("decided_by", models.BigIntegerField(null=True, verbose_name="決定した職員")),
                ("decider", models.CharField(blank=True, max_length=120, verbose_name="決定した人")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="決定日時")),
                ("comment", models.TextField(blank=True, verbose_name="意見")),
                ("open_until", models.DateTimeField(null=True, verbose_name="見られる期限")),
                ("submission", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="受付の控え")),
            ],
            options={
                "verbose_name": "個人番号の閲覧",
                "verbose_name_plural": "個人番号の閲覧",
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["id"], name="opening_waiting"),
                    models.Index(fields=["asked_by", "-id"], name="opening_asker"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", False),
                                ("state__in", ["approved", "refused"]),
                                models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            ),
                            models.Q(("decided_by__isnull", True), ("state__in", ["waiting", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="opening_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="opening_decided_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("open_until__isnull", False),
                                (
                                    "open_until__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("decided_at"), "+", models.Value(datetime.timedelta(seconds=3600))
                                    ),
                                ),
                                ("state", "approved"),
                            ),
                            models.Q(models.Q(("state", "approved"), _negated=True), ("open_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="opening_open_iff_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person_ids__len__gte", 1),
                            ("person_ids__len__lte", 20),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="opening_named_persons",
                    ),
                ],
            },
        ),
    ]
