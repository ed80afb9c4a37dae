"""The database itself refuses every change to what was decided."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION approvals_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'draft % is decided', OLD.id USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION approvals_part_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM approvals_draft WHERE id = OLD.draft_id AND state IN ('approved', 'refused')) THEN
        RAISE EXCEPTION 'draft % is decided', OLD.draft_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER approvals_draft_frozen BEFORE UPDATE OR DELETE ON approvals_draft
    FOR EACH ROW WHEN (OLD.state IN ('approved', 'refused')) EXECUTE FUNCTION approvals_frozen();
CREATE TRIGGER approvals_signatory_frozen BEFORE UPDATE OR DELETE ON approvals_signatory
    FOR EACH ROW EXECUTE FUNCTION approvals_part_frozen();
CREATE TRIGGER approvals_attachment_frozen BEFORE UPDATE OR DELETE ON approvals_attachment
    FOR EACH ROW EXECUTE FUNCTION approvals_part_frozen();
"""
THAWED = """
DROP TRIGGER approvals_attachment_frozen ON approvals_attachment;
DROP TRIGGER approvals_signatory_frozen ON approvals_signatory;
DROP TRIGGER approvals_draft_frozen ON approvals_draft;
DROP FUNCTION approvals_part_frozen();
DROP FUNCTION approvals_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [migrations.RunSQL(FROZEN, THAWED)]
