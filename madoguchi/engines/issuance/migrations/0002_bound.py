"""What Django cannot say: foreign keys over several columns. They bind paper, charge and release to one person.

``DEFERRABLE`` is not wanted: a row that breaks one is refused on the spot.
"""

from django.db import migrations

KEYS = (
    (
        "issuedpaper_of_its_request",
        "issuance_issuedpaper (request_id, person_id, serial)",
        "issuance_paperrequest (id, person_id, serial)",
    ),
    (
        "feeline_of_its_paper",
        "issuance_feeline (paper_id, request_id, person_id)",
        "issuance_issuedpaper (id, request_id, person_id)",
    ),
    (
        "feeline_of_the_fee_asked",
        "issuance_feeline (request_id, person_id, fee)",
        "issuance_paperrequest (id, person_id, fee)",
    ),
    (
        "feeline_leads_on",
        "issuance_feeline (drawer_id, before, before_balance, before_open)",
        "issuance_feeline (drawer_id, position, balance, open)",
    ),
    (
        "feeline_refunds_its_charge",
        "issuance_feeline (charge_id, paper_id, person_id, fee)",
        "issuance_feeline (id, paper_id, person_id, fee)",
    ),
    (
        "release_of_its_paper",
        "issuance_release (paper_id, request_id, person_id)",
        "issuance_issuedpaper (id, request_id, person_id)",
    ),
    (
        "release_for_its_charge",
        "issuance_release (charge_id, paper_id, person_id, charge_kind)",
        "issuance_feeline (id, paper_id, person_id, kind)",
    ),
    (
        "request_released_by_its_own",
        "issuance_paperrequest (release_id, id, person_id)",
        "issuance_release (id, request_id, person_id)",
    ),
    (
        "closing_of_its_line",
        "issuance_closing (line_id, drawer_id, expected, line_kind)",
        "issuance_feeline (id, drawer_id, balance, kind)",
    ),
)


def key(name: str, here: str, there: str) -> migrations.RunSQL:
    """One foreign key over several columns."""
    table, columns = here.split(" ", 1)
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {columns} REFERENCES {there}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("issuance", "0001_initial")]

    operations = [
        *(key(*each) for each in KEYS),
        migrations.RunSQL(
            "ALTER TABLE issuance_paperrequest ADD CONSTRAINT request_names_its_person CHECK (person_id = ANY (person_ids))",
            "ALTER TABLE issuance_paperrequest DROP CONSTRAINT request_names_its_person",
        ),
    ]
