"""What the vault seals for the resident record, for its rotation."""

from madoguchi.foundation.vault.stores import TableStore

STORES = (
    TableStore(
        name="個人番号",
        table="people_individualnumber",
        purpose="people.number",
        owner="person:{person_id}",
        columns=("person_id",),
    ),
)
