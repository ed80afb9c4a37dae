"""What the vault seals of papers, for its rotation."""

from madoguchi.foundation.vault.stores import TableStore

from .sealing import PURPOSE

STORES = (
    TableStore(
        name="証明書の封をした内容",
        table="issuance_paperrequest",
        purpose=PURPOSE,
        owner="{serial}",
        columns=("serial",),
    ),
)
