"""What Django cannot say: a foreign key over two columns. It holds the draft's row as it was when it was decided."""

from django.db import migrations

BIND = """
ALTER TABLE approvals_decision ADD CONSTRAINT decision_of_the_draft_as_it_was
    FOREIGN KEY (draft_id, seal) REFERENCES approvals_draft (id, seal)
"""
LOOSEN = "ALTER TABLE approvals_decision DROP CONSTRAINT decision_of_the_draft_as_it_was"


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [migrations.RunSQL(BIND, LOOSEN)]
