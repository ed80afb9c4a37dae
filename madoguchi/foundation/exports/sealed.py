"""What the vault seals of exports, for its rotation."""

from madoguchi.foundation.vault.stores import TableStore

STORES = (
    TableStore(
        name="持出しのパスワード",
        table="exports_exportrequest",
        purpose="exports.password",
        owner="export:{id}",
        columns=(),
        column="sealed_password",
    ),
)
